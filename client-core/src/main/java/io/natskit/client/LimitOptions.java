// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.util.function.Consumer;

/** Bounds of what comes in, and checks of what goes out; immutable. */
public final class LimitOptions {

    private final long pendingMessagesMax;
    private final long pendingBytesMax;
    private final OverflowPolicy overflow;
    private final int controlLineMax;
    private final boolean checkPayload;
    private final SubjectCheck subjectCheck;

    LimitOptions(Builder b) {
        pendingMessagesMax = b.pendingMessagesMax;
        pendingBytesMax = b.pendingBytesMax;
        overflow = b.overflow;
        controlLineMax = b.controlLineMax;
        checkPayload = b.checkPayload;
        subjectCheck = b.subjectCheck;
    }

    /** The defaults, changed by {@code spec}. */
    public static LimitOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new LimitOptions(builder);
    }

    /** The most messages that may wait in a subscription. */
    public long pendingMessagesMax() {
        return pendingMessagesMax;
    }

    /** The most bytes that may wait in a subscription. */
    public long pendingBytesMax() {
        return pendingBytesMax;
    }

    /** What happens past those bounds. */
    public OverflowPolicy overflow() {
        return overflow;
    }

    /** The longest protocol line sent, in bytes. */
    public int controlLineMax() {
        return controlLineMax;
    }

    /** True when too large payloads are refused here. */
    public boolean checkPayload() {
        return checkPayload;
    }

    /** How closely subjects and queue names are looked at. */
    public SubjectCheck subjectCheck() {
        return subjectCheck;
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private long pendingMessagesMax = 512 * 1024;
        private long pendingBytesMax = 64L * 1024 * 1024;
        private OverflowPolicy overflow = OverflowPolicy.DROP_NEWEST;
        private int controlLineMax = 4096;
        private boolean checkPayload = true;
        private SubjectCheck subjectCheck = SubjectCheck.LENIENT;

        Builder() {}

        /** The most messages that may wait in a subscription; default 524,288, at least 1. */
        public Builder pendingMessagesMax(long pendingMessagesMax) {
            this.pendingMessagesMax = Checks.positive("pendingMessagesMax", pendingMessagesMax);
            return this;
        }

        /** The most bytes (subject, reply, headers, payload) that may wait in a subscription; default 64 MiB, at least 1. */
        public Builder pendingBytesMax(long pendingBytesMax) {
            this.pendingBytesMax = Checks.positive("pendingBytesMax", pendingBytesMax);
            return this;
        }

        /** What happens past those bounds; default {@link OverflowPolicy#DROP_NEWEST}. */
        public Builder overflow(OverflowPolicy overflow) {
            this.overflow = overflow;
            return this;
        }

        /** The longest protocol line (operation, subject, reply) that is sent, in bytes; default 4,096, which servers allow by default. Longer ones are refused with {@link IllegalArgumentException}. */
        public Builder controlLineMax(int controlLineMax) {
            this.controlLineMax = Checks.positive("controlLineMax", controlLineMax);
            return this;
        }

        /** Whether payloads beyond the server's {@code max_payload} are refused here; default true. The server would close the connection. */
        public Builder checkPayload(boolean checkPayload) {
            this.checkPayload = checkPayload;
            return this;
        }

        /** How closely subjects and queue names are looked at; default {@link SubjectCheck#LENIENT}. */
        public Builder subjectCheck(SubjectCheck subjectCheck) {
            this.subjectCheck = subjectCheck;
            return this;
        }
    }
}
