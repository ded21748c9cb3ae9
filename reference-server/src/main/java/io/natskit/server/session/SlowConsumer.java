// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.LivenessOptions;
import io.natskit.server.config.WriteTimeoutPolicy;
import io.natskit.wire.GoDuration;

/** What becomes of a client that does not take what it is sent: it is counted, told of in the log, and closed where the options say so. On its loop. */
final class SlowConsumer {
    private final ClientSession session;
    private final ServerContext context;

    SlowConsumer(ClientSession session, ServerContext context) {
        this.session = session;
        this.context = context;
    }

    /** More waits for it than may. */
    void overflowed() {
        detected("MaxPending of " + context.options().limits().maxPendingBytes() + " Exceeded");
        session.close(ClosedReason.SLOW_CONSUMER_PENDING_BYTES);
    }

    /** It has taken nothing for the time of the write deadline; false if it is not waited for any longer. */
    boolean blocked(long bytes, int chunks) {
        LivenessOptions options = context.options().liveness();
        detected("WriteDeadline of " + GoDuration.format(options.writeDeadline()) + " exceeded with " + chunks
                + " chunks of " + bytes + " total bytes.");
        if (options.writeTimeout() == WriteTimeoutPolicy.RETRY) {
            return true;
        }
        session.close(ClosedReason.SLOW_CONSUMER_WRITE_DEADLINE);
        return false;
    }

    private void detected(String why) {
        context.totals().slowConsumers.increment();
        session.account().totals().slowConsumer();
        session.log().slowConsumer(why);
    }
}
