// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.archive.ArchiveException;
import io.natskit.server.s2.S2Encoder;
import io.natskit.server.s2.S2Exception;
import io.natskit.wire.jetstream.StreamState;
import io.natskit.wire.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for any bytes that are taken for a backup: they are restored or refused, the same in pieces of any size, in the order that is promised, and never with more than
 * was announced. The first byte says whether the others are compressed already.
 */
final class BackupTarget {
    static final int MESSAGE_MAX = 1 << 16;

    private BackupTarget() {}

    static void check(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        byte[] archive = (input[0] & 1) == 0 ? rest : compressed(rest);
        List<String> whole = restored(archive, archive.length + 1);
        assertThat(restored(archive, 7)).isEqualTo(whole);
        long ends = whole.stream().filter("end"::equals).count();
        assertThat(ends).isLessThanOrEqualTo(1);
        if (whole.get(whole.size() - 1).equals("whole")) {
            assertThat(ends).isEqualTo(1);
        }
    }

    static byte[] compressed(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        S2Encoder encoder = new S2Encoder(out::write);
        encoder.write(content, 0, content.length);
        encoder.finish();
        return out.toByteArray();
    }

    /** A line for each part, and one for how it ended. */
    static List<String> restored(byte[] archive, int piece) {
        Recorder recorder = new Recorder();
        ArchiveIntake intake = new ArchiveIntake(recorder);
        try {
            for (int i = 0; i < archive.length; i += piece) {
                intake.feed(archive, i, Math.min(piece, archive.length - i));
            }
            intake.finish();
            recorder.seen.add("whole");
        } catch (RefusedArchiveException | ArchiveException | S2Exception | JsonException refused) {
            recorder.seen.add("refused: " + refused.getMessage());
        }
        return recorder.seen;
    }

    private static final class Recorder implements RestoreTarget {
        private final List<String> seen = new ArrayList<>();
        private long last;
        private long consumersLeft;
        private long announced;
        private long gone;
        private boolean files; // version 1 has no count of consumers

        @Override
        public void named(String name, @Nullable Instant created) {
            seen.add("named " + name + (created == null ? "" : " " + created));
        }

        @Override
        public void gone(long sequence) {
            assertThat(sequence).isNotNegative();
            last = Math.max(last, sequence);
            gone++;
        }

        @Override
        public void bounds(long first, long upTo, long lastNanos) {
            assertThat(first).isBetween(0L, upTo + 1);
            assertThat(upTo).isLessThan(Long.MAX_VALUE);
            seen.add("from " + first + " to " + upTo + " without " + gone);
        }

        @Override
        public void state(StreamState state) {
            files = !seen.isEmpty();
            assertThat(state.firstSequence()).isNotNegative();
            assertThat(state.lastSequence()).isBetween(0L, Long.MAX_VALUE - 1);
            last = Math.max(0, state.firstSequence() - 1);
            consumersLeft = state.consumerCount();
            seen.add("state " + state.messages());
        }

        @Override
        public void consumer(String name, ConsumerEntry entry, @Nullable Instant created) {
            consumersLeft--;
            assertThat(files || consumersLeft >= 0).isTrue();
            assertThat(entry.state().floorStreamSequence())
                    .isBetween(0L, entry.state().deliveredStreamSequence());
            String when = created == null ? "" : " " + created;
            seen.add("consumer " + name + " " + entry.state().pending().keySet() + when);
        }

        @Override
        public void announce(long sequence, long headersLength, long payloadLength) {
            announced = headersLength + payloadLength;
            if (announced > MESSAGE_MAX) {
                throw new RefusedArchiveException("too large");
            }
        }

        @Override
        public void message(
                byte[] subject,
                long sequence,
                long timestampNanos,
                byte[] content,
                int headersLength,
                int contentLength) {
            assertThat(sequence).isGreaterThan(last);
            assertThat((long) contentLength).isEqualTo(announced);
            assertThat(headersLength).isBetween(0, contentLength);
            last = sequence;
            seen.add("message " + sequence + " " + Arrays.hashCode(Arrays.copyOf(content, contentLength)));
        }

        @Override
        public void end() {
            seen.add("end");
        }
    }
}
