// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What of a living consumer may not be changed (CO-13). Pure. */
final class ConsumerUpdateCheck {
    private ConsumerUpdateCheck() {}

    /** The first thing that may not be changed, or null; {@code isSubscribed} says whether somebody listens on a subject. */
    static @Nullable ApiError problem(ConsumerConfig old, ConsumerConfig changed, Predicate<String> isSubscribed) {
        if (old.equals(changed)) {
            return null;
        }
        String fixed = fixed(old, changed);
        if (fixed != null) {
            return JetStreamError.CONSUMER_CREATE.with(fixed);
        }
        if (!old.deliverSubject().equals(changed.deliverSubject())) {
            if (old.deliverSubject().isEmpty()) {
                return JetStreamError.CONSUMER_CREATE.with("can not update pull consumer to push based");
            }
            if (changed.deliverSubject().isEmpty()) {
                return JetStreamError.CONSUMER_CREATE.with("can not update push consumer to pull based");
            }
            if (isSubscribed.test(old.deliverSubject())) {
                return JetStreamError.CONSUMER_NAME_EXIST.with();
            }
        }
        if (old.maxWaiting() != changed.maxWaiting()) {
            return JetStreamError.CONSUMER_CREATE.with("max waiting can not be updated");
        }
        return !changed.backoff().isEmpty()
                        && changed.maxDeliver() != -1
                        && changed.backoff().size() > changed.maxDeliver()
                ? JetStreamError.CONSUMER_MAX_DELIVER_BACKOFF.with()
                : null;
    }

    private static @Nullable String fixed(ConsumerConfig old, ConsumerConfig changed) {
        String what = null;
        if (old.deliverPolicy() != changed.deliverPolicy()) {
            what = "deliver policy";
        } else if (old.memoryStorage() != changed.memoryStorage()) {
            what = "storage type";
        } else if (old.direct() != changed.direct()) {
            what = "direct";
        } else if (old.sourcing() != changed.sourcing()) {
            what = "sourcing";
        } else if (old.startSequence() != changed.startSequence()) {
            what = "start sequence";
        } else if (!old.startTime().equals(changed.startTime())) {
            what = "start time";
        } else if (old.ackPolicy() != changed.ackPolicy()) {
            what = "ack policy";
        } else if (old.replayPolicy() != changed.replayPolicy()) {
            what = "replay policy";
        } else if (!old.idleHeartbeat().equals(changed.idleHeartbeat())) {
            what = "heart beats";
        } else if (old.flowControl() != changed.flowControl()) {
            what = "flow control";
        }
        return what == null ? null : what + " can not be updated";
    }
}
