// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/**
 * The records of a consumer's log: {@code [checksum][kind, count] a b c d}, 40 bytes each. The checksum is mixed with the number of the
 * log. Pure.
 */
final class ConsumerLog {
    static final int RECORD = 40;

    static final byte BEGIN = 1;
    static final byte POSITIONS = 2;
    static final byte PENDING = 3;
    static final byte END = 4;
    static final byte DELIVERED = 5;
    static final byte POSITION = 6;
    static final byte SETTLED = 7;
    static final byte FLOOR = 8;
    static final byte EXHAUSTED = 9;

    private ConsumerLog() {}

    static void put(byte[] into, int at, byte kind, int count, long a, long b, long c, long d, int generation) {
        Bytes.putInt(into, at + 4, 0);
        into[at + 4] = kind;
        into[at + 5] = (byte) count;
        Bytes.putLong(into, at + 8, a);
        Bytes.putLong(into, at + 16, b);
        Bytes.putLong(into, at + 24, c);
        Bytes.putLong(into, at + 32, d);
        seal(into, at, Math.max(1, generation));
    }

    static void seal(byte[] into, int at, int generation) {
        Bytes.putInt(into, at, Bytes.crc(into, at + 4, RECORD - 4) ^ Math.max(1, generation));
    }

    /**
     * Replays a log; answers where its last whole record ends, 0 if it has no whole snapshot. What is damaged is passed over, unless a delivery was lost
     * there: a message that nobody knows to be pending would never come again, so the log ends before what follows.
     */
    static int replay(byte[] bytes, int length, int generation, ConsumerState state, RangeVisitor damaged) {
        if (!whole(bytes, 0, length, generation) || bytes[4] != BEGIN) {
            return 0;
        }
        long count = Bytes.getLong(bytes, 8);
        if (count < 0 || count > length / RECORD) {
            return 0;
        }
        int end = (int) (2 + count) * RECORD;
        for (int at = RECORD; at <= end; at += RECORD) {
            if (!whole(bytes, at, length, generation)) {
                return 0;
            }
        }
        if (bytes[end + 4] != END) {
            return 0;
        }
        int whole = 0;
        int from = RECORD;
        boolean torn = false;
        for (int at = RECORD; at + RECORD <= length; at += RECORD) {
            if (whole(bytes, at, length, generation)) {
                torn |= from < at;
                for (int passed = from; passed < at; passed += RECORD) {
                    damaged.visit(passed, passed);
                }
                if (torn && missesDeliveries(bytes, at, state)) {
                    break;
                }
                apply(bytes, at, state);
                whole = at + RECORD;
                from = whole;
            }
        }
        return whole;
    }

    private static boolean missesDeliveries(byte[] bytes, int at, ConsumerState state) {
        return bytes[at + 4] == DELIVERED && Bytes.getLong(bytes, at + 8) > state.deliveredConsumerSequence() + 1;
    }

    private static boolean whole(byte[] bytes, int at, int length, int generation) {
        return at + RECORD <= length
                && BitRepair.repair(bytes, at + 4, RECORD - 4, Bytes.getInt(bytes, at) ^ generation)
                && bytes[at + 4] >= BEGIN
                && bytes[at + 4] <= EXHAUSTED;
    }

    private static void apply(byte[] bytes, int at, ConsumerState state) {
        long a = Bytes.getLong(bytes, at + 8);
        long b = Bytes.getLong(bytes, at + 16);
        switch (bytes[at + 4]) {
            case POSITIONS -> state.delivered(a, b).floor(Bytes.getLong(bytes, at + 24), Bytes.getLong(bytes, at + 32));
            case PENDING, DELIVERED -> deliver(bytes, at, a, b, state);
            case POSITION -> raise(a, b, state);
            case FLOOR -> {
                raise(a, b, state);
                state.floor(a, b);
                state.pending().headMap(b, true).clear();
                state.exhausted().headMap(b, true).clear();
            }
            case SETTLED -> {
                for (int i = 0; i < Math.min(4, bytes[at + 5]); i++) {
                    long settled = Bytes.getLong(bytes, at + 8 + 8 * i);
                    state.pending().remove(settled);
                    state.exhausted().remove(settled);
                }
            }
            case EXHAUSTED -> {
                state.pending().remove(a);
                state.exhausted().put(a, (int) b);
            }
            default -> {
                // BEGIN and END say nothing
            }
        }
    }

    private static void deliver(byte[] bytes, int at, long consumer, long stream, ConsumerState state) {
        ConsumerState.Pending before = state.pending().get(stream);
        state.pending()
                .put(
                        stream,
                        new ConsumerState.Pending(
                                before == null ? consumer : before.consumerSequence(),
                                Bytes.getLong(bytes, at + 32),
                                Bytes.getLong(bytes, at + 24)));
        raise(consumer, stream, state);
    }

    private static void raise(long consumer, long stream, ConsumerState state) {
        state.delivered(
                Math.max(state.deliveredConsumerSequence(), consumer),
                Math.max(state.deliveredStreamSequence(), stream));
    }
}
