// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import org.jspecify.annotations.Nullable;

/**
 * What the reply subject of a fast batch says: {@code <prefix>.<id>.<flow>.<ok|fail>.<seq>.<op>.$FI}. Immutable.
 *
 * @param id the batch
 * @param flow how many messages the publisher would have unacknowledged at most
 * @param gapsAllowed whether lost messages do not end the batch
 * @param sequence the place in the batch
 * @param commit whether the batch ends here
 * @param endMarker whether this message only ends it and is not part of it
 * @param ping whether it only asks how far the stream has come
 */
record FastBatchReply(
        String id, int flow, boolean gapsAllowed, long sequence, boolean commit, boolean endMarker, boolean ping) {
    private static final String SUFFIX = ".$FI";
    private static final int START = 0;
    private static final int APPEND = 1;
    private static final int COMMIT = 2;
    private static final int COMMIT_MARKER = 3;
    private static final int PING = 4;
    private static final int FLOW_DEFAULT = 10;
    private static final int FLOW_MAX = 65_535;
    private static final int TOKENS_MIN = 7;

    /** Whether a reply subject claims to be one. */
    static boolean isOne(byte[] bytes, int offset, int length) {
        return length > SUFFIX.length()
                && bytes[offset + length - 1] == 'I'
                && bytes[offset + length - 2] == 'F'
                && bytes[offset + length - 3] == '$'
                && bytes[offset + length - 4] == '.';
    }

    /** Reads it; null if the pattern is not kept to. */
    static @Nullable FastBatchReply of(String reply) {
        String[] tokens = reply.split("\\.", -1);
        int end = tokens.length - 1;
        if (tokens.length < TOKENS_MIN) {
            return null;
        }
        long operation = Numbers.lenient(tokens[end - 1]);
        long sequence = Numbers.lenient(tokens[end - 2]);
        String gaps = tokens[end - 3];
        boolean marker = operation == COMMIT_MARKER;
        if (operation < START
                || operation > PING
                || sequence <= 0
                || (!gaps.equals("ok") && !gaps.equals("fail"))
                || (sequence == 1 && marker)
                || (operation == START && sequence != 1)
                || (operation == APPEND && sequence <= 1)) {
            return null;
        }
        long flow = Numbers.lenient(tokens[end - 4]);
        return new FastBatchReply(
                tokens[end - 5],
                (int) (flow <= 0 ? FLOW_DEFAULT : Math.min(FLOW_MAX, flow)),
                gaps.equals("ok"),
                sequence,
                marker || operation == COMMIT,
                marker,
                operation == PING);
    }
}
