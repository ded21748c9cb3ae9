// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Publication;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.tracing.MessageTrace;
import java.nio.charset.StandardCharsets;

/** What stands at the exporter for a subscription of the importer: passes messages on under the name that they have there. Any loop. */
final class Shadow implements Outbox {
    private final StreamImport of;
    private final Subscription target;

    Shadow(StreamImport of, Subscription target) {
        this.of = of;
        this.target = target;
    }

    @Override
    public boolean offer(Publication message, Subscription subscription) {
        PublishFrame frame = message.frame();
        byte[] renamed = of.renamed(frame.bytes, frame.subject, frame.subjectLength);
        if (renamed == null) {
            return isAdmitted(frame.bytes, frame.subject, frame.subjectLength)
                    && RouterLane.deliver(message, target) > 0;
        }
        if (!isAdmitted(renamed, 0, renamed.length)) {
            return false;
        }
        showAs(renamed, message);
        try {
            return RouterLane.deliver(message, target) > 0;
        } finally {
            message.showAsItIs();
        }
    }

    @Override
    public boolean offerTraced(Publication message, Subscription subscription, MessageTrace trace) {
        PublishFrame frame = message.frame();
        byte[] renamed = of.renamed(frame.bytes, frame.subject, frame.subjectLength);
        trace.streamExport(
                of.importer(),
                renamed == null
                        ? new String(frame.bytes, frame.subject, frame.subjectLength, StandardCharsets.UTF_8)
                        : new String(renamed, StandardCharsets.UTF_8));
        if (!of.allowsTrace()) {
            return trace.isOnly() || RouterLane.deliver(message, subscription) > 0;
        }
        if (renamed != null) {
            showAs(renamed, message);
        }
        try {
            return RouterLane.offerTraced(message, target, trace) > 0;
        } finally {
            message.showAsItIs();
        }
    }

    /** What a consumer delivers has the subject that it was stored under, wherever it is delivered. */
    private static void showAs(byte[] renamed, Publication message) {
        if (message.frame().shownLength == 0) {
            message.showAs(renamed);
        }
    }

    private boolean isAdmitted(byte[] subject, int offset, int length) {
        return !target.isFiltered() || target.outbox().admits(subject, offset, length, target);
    }

    @Override
    public boolean admits(byte[] bytes, int offset, int length, Subscription subscription) {
        return true;
    }

    @Override
    public long clientId() {
        return target.outbox().clientId();
    }

    @Override
    public void expired(Subscription subscription) {
        // it ends with its target
    }
}
