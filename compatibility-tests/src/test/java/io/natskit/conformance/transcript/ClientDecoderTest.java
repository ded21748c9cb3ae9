// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.client.internal.protocol.OpDecoder;
import io.natskit.client.internal.protocol.ServerOps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What nats-server was recorded to say, read by our client's decoder: line by line as a reader of the protocol understands it, and alike in every split. */
class ClientDecoderTest {
    /** Longer streams are split at every place near their lines' beginnings and ends only, and in equal pieces. */
    private static final int EVERY_SPLIT_MAX = 3000;

    /** Our client numbers its subscriptions, and refuses a message for what is no number. */
    private static final String SIDS_OF_OTHERS = "a sid may be any text without blanks";

    @TestFactory
    Stream<DynamicTest> every_recorded_line_is_understood_in_every_split() {
        return Transcripts.in(TranscriptsIT.TRANSCRIPTS).stream()
                .map(transcript -> DynamicTest.dynamicTest(transcript.name(), () -> {
                    Recording recording = Transcripts.recording(TranscriptsIT.RECORDED, transcript.name());
                    for (Transcript.Case test : transcript.cases()) {
                        if (test.title().equals(SIDS_OF_OTHERS)) {
                            continue;
                        }
                        for (var variant : test.variants()) {
                            recording.streams(test.title(variant)).values().forEach(ClientDecoderTest::check);
                        }
                    }
                }));
    }

    private static void check(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        List<String> whole = decode(bytes, bytes.length);
        assertThat(whole).isEqualTo(read(stream));
        for (int size : new int[] {1, 2, 3, 7, 64, 4096}) {
            assertThat(decode(bytes, size)).as("in pieces of %d", size).isEqualTo(whole);
        }
        if (bytes.length <= EVERY_SPLIT_MAX) {
            for (int cut = 1; cut < bytes.length; cut++) {
                assertThat(decodeCut(bytes, cut)).as("cut at %d", cut).isEqualTo(whole);
            }
        }
    }

    private static List<String> decode(byte[] bytes, int size) {
        Heard heard = new Heard();
        OpDecoder decoder = new OpDecoder();
        for (int at = 0; at < bytes.length; at += size) {
            decoder.decode(bytes, at, Math.min(size, bytes.length - at), heard);
        }
        return heard.lines;
    }

    private static List<String> decodeCut(byte[] bytes, int cut) {
        Heard heard = new Heard();
        OpDecoder decoder = new OpDecoder();
        decoder.decode(bytes, 0, cut, heard);
        decoder.decode(bytes, cut, bytes.length - cut, heard);
        return heard.lines;
    }

    /** The judge's own reading of the protocol: simple, and apart from the decoder's. */
    private static List<String> read(String stream) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < stream.length()) {
            int end = stream.indexOf("\r\n", at);
            String line = stream.substring(at, end);
            at = end + 2;
            if (line.startsWith("MSG ") || line.startsWith("HMSG ")) {
                String[] words = line.split(" ");
                int size = Integer.parseInt(words[words.length - 1]);
                int headers = line.startsWith("H") ? Integer.parseInt(words[words.length - 2]) : 0;
                int plain = line.startsWith("H") ? 5 : 4;
                String reply = words.length > plain ? words[3] : "";
                String body = stream.substring(at, at + size);
                lines.add("msg " + words[1] + " " + words[2] + " " + reply + " [" + body.substring(0, headers) + "] "
                        + body.substring(headers));
                at += size + 2;
            } else if (line.startsWith("INFO ")) {
                lines.add("info " + line.substring(5).strip());
            } else if (line.startsWith("-ERR ")) {
                lines.add("err " + line.substring(6, line.length() - 1));
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    private static final class Heard implements ServerOps {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void msg(MsgRange m) {
            byte[] own = m.ownPayload();
            lines.add("msg " + text(m.buffer(), m.subjectOffset(), m.subjectLength()) + " " + m.sid() + " "
                    + text(m.buffer(), m.replyOffset(), m.replyLength()) + " ["
                    + text(m.buffer(), m.headersOffset(), m.headersLength()) + "] "
                    + (own == null
                            ? text(m.buffer(), m.payloadOffset(), m.payloadLength())
                            : new String(own, StandardCharsets.ISO_8859_1)));
        }

        @Override
        public void info(byte[] buffer, int offset, int length) {
            lines.add("info " + text(buffer, offset, length).strip());
        }

        @Override
        public void ping() {
            lines.add("PING");
        }

        @Override
        public void pong() {
            lines.add("PONG");
        }

        @Override
        public void ok() {
            lines.add("+OK");
        }

        @Override
        public void err(byte[] buffer, int offset, int length) {
            lines.add("err " + text(buffer, offset, length));
        }

        private static String text(byte[] buffer, int offset, int length) {
            return new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
        }
    }
}
