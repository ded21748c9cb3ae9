// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The transcripts say what nats-server was recorded to say; so nobody can mend a transcript without asking nats-server. */
class RecordedAnswersTest {
    @TestFactory
    Stream<DynamicTest> every_transcript_is_what_nats_server_said() {
        return Transcripts.in(TranscriptsIT.TRANSCRIPTS).stream()
                .map(transcript -> DynamicTest.dynamicTest(transcript.name(), () -> replay(transcript)));
    }

    private static void replay(Transcript transcript) {
        Recording recording = Transcripts.recording(TranscriptsIT.RECORDED, transcript.name());
        for (Transcript.Case test : transcript.cases()) {
            for (Map<String, String> variant : test.variants()) {
                if (test.isFor("nats-server")) {
                    String title = test.title(variant);
                    assertThat(recording.has(title)).as("recorded: %s", title).isTrue();
                    Replay.play(test, variant, connection -> recording.link(title, connection));
                }
            }
        }
    }

    @Test
    void a_line_that_differs_from_the_recording_is_told() {
        Transcript transcript =
                TranscriptParser.parse("t", "== a case [CP-01]\nC: PING\nS: PONG\nS: MSG a 1 1\\r\\nx\n");
        Recording recording = Recording.parse("== a case\nS1: INFO {}\nS1: PONG\nS1: MSG a 1 1\nS1: y\nS1: PONG\n");
        Transcript.Case test = transcript.cases().get(0);

        assertThatThrownBy(() -> Replay.play(test, Map.of(), c -> recording.link("a case", c)))
                .isInstanceOf(TranscriptFailure.class)
                .hasMessageContaining("expected: x")
                .hasMessageContaining("got: y");
    }

    @Test
    void a_line_too_much_is_told() {
        Transcript transcript = TranscriptParser.parse("t", "== a case [CP-01]\nC: PING\nS: PONG\n");
        Recording recording = Recording.parse("== a case\nS1: INFO {}\nS1: PONG\nS1: +OK\nS1: PONG\n");
        Transcript.Case test = transcript.cases().get(0);

        assertThatThrownBy(() -> Replay.play(test, Map.of(), c -> recording.link("a case", c)))
                .isInstanceOf(TranscriptFailure.class)
                .hasMessageContaining("nothing before it")
                .hasMessageContaining("+OK");
    }

    @Test
    void a_connection_that_stays_open_is_not_closed() {
        Transcript transcript = TranscriptParser.parse("t", "== a case [CP-08]\nC: PUB a\nclosed\n");
        Recording recording = Recording.parse("== a case\nS1: INFO {}\nS1: +OK\n");
        Transcript.Case test = transcript.cases().get(0);

        assertThatThrownBy(() -> Replay.play(test, Map.of(), c -> recording.link("a case", c)))
                .hasMessageContaining("expected: (closed)");
    }

    @Test
    void a_field_of_info_that_differs_is_told() {
        Heard heard = new Heard();
        heard.add(1, "INFO {\"server_id\":\"NA\",\"max_payload\":5,\"natskit\":\"0.1.0\"} ");
        Recording recording =
                Recording.parse("== a case\nS1: INFO {\"server_id\":\"NB\",\"max_payload\":6,\"proto\":1} \n");

        assertThat(recording.difference("a case", heard))
                .contains("max_payload=6, proto=1")
                .contains("max_payload=5");
    }

    @Test
    void notation_and_bytes_are_each_others_inverse() {
        String latin = "a\r\n\t\\${x}\u0000\u00ff" + "y".repeat(100) + "{}";

        assertThat(Text.latin(Text.notation(latin), Map.of())).isEqualTo(latin);
    }
}
