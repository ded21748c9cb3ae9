// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.flow.Relay;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamMessage;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The chunks of an object as they come, each asked for by the subscriber; the end is told when all has been checked. */
final class ChunkPull extends Relay<JetStreamMessage, ByteBuffer> {
    private volatile @Nullable Verifier verifier;

    ChunkPull(Store store, String name) {
        store.locate(name).whenComplete((at, error) -> {
            if (error != null) {
                finish(Failures.cause(error));
                return;
            }
            Verifier checks = new Verifier(at.info());
            verifier = checks;
            if (checks.isComplete()) {
                check(checks);
                return;
            }
            store.context()
                    .js()
                    .flow()
                    .ordered(
                            at.store().stream(),
                            o -> o.subjects(at.store().chunks(at.info().nuid())))
                    .subscribe(this);
        });
    }

    private void check(Verifier checks) {
        try {
            checks.finish();
            stop(null);
        } catch (RuntimeException e) {
            stop(e);
        }
    }

    @Override
    public void onNext(JetStreamMessage message) {
        Verifier checks = Objects.requireNonNull(verifier);
        try {
            checks.take(ByteBuffer.wrap(message.bytes()));
        } catch (RuntimeException e) {
            stop(e);
            return;
        }
        put(message.buffer());
        if (checks.isComplete()) {
            check(checks);
        } else if (message.metadata().pending() == 0) {
            stop(checks.damaged("after " + checks.size() + " bytes no more chunks are there"));
        }
    }

    @Override
    public void onComplete() {
        Verifier checks = verifier;
        finish(checks == null || checks.isComplete() ? null : checks.damaged("reading has ended early"));
    }
}
