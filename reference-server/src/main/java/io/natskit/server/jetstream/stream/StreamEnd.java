// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last steps of a stream: the store is let go of once no other thread is at work on it, then what is attached to it, and then those who wait for that are
 * told. A step that fails is told of, and the others are done all the same. Confined to the stream's loop.
 */
final class StreamEnd {
    private final Stream stream;
    private final Committer committer;
    private final @Nullable StoreUpkeep upkeep;
    private final List<Runnable> attached = new ArrayList<>();
    private final List<Runnable> whenGone = new ArrayList<>();
    private boolean gone;

    StreamEnd(Stream stream, Committer committer, @Nullable StoreUpkeep upkeep) {
        this.stream = stream;
        this.committer = committer;
        this.upkeep = upkeep;
    }

    /** Has something closed with the store, once nothing more is written. */
    void attach(Runnable closing) {
        attached.add(closing);
    }

    /** Ends what other threads do for the store, and then the store; once. One that {@code opensAgain} leaves its index for that. */
    void begin(Runnable endOfStore, boolean opensAgain) {
        Runnable idle = () -> finish(endOfStore, opensAgain);
        committer.close(upkeep == null ? idle : () -> upkeep.close(idle));
    }

    private void finish(Runnable endOfStore, boolean opensAgain) {
        attempt(endOfStore);
        attached.forEach(this::attempt);
        if (opensAgain && stream.folder() != null) {
            leaveIndex();
        } else {
            gone();
        }
    }

    // beside the loop, where the next stream waits to be closed
    private void leaveIndex() {
        Runnable leave =
                () -> stream.store().leaveIndex(() -> Thread.currentThread().isInterrupted());
        stream.fence().elsewhere(stream.host().storagePool(), stream.loop(), leave, fault -> {
            if (fault != null) {
                stream.fence().report(fault);
            }
            gone();
        });
    }

    private void gone() {
        gone = true;
        whenGone.forEach(Runnable::run);
        whenGone.clear();
    }

    /** Runs something once the store is closed: now, if it is. */
    void whenGone(Runnable done) {
        if (gone) {
            done.run();
        } else {
            whenGone.add(done);
        }
    }

    /** One step of the end. */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            stream.host()
                    .error("JetStream stream '" + stream.account().name() + " > " + stream.name()
                            + "' failed while it ended: " + Fence.describe(e));
        }
    }
}
