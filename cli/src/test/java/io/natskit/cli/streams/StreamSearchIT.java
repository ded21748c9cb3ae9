// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.cli.CommandsIT;
import io.natskit.cli.terminal.Progress;
import io.natskit.cli.terminal.Terminal;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code stream find} and {@code stream gaps}. */
class StreamSearchIT extends CommandsIT {
    @Test
    void streams_are_found_by_what_they_hold_and_when_it_was_used() {
        natskit("stream", "add", "A", "--subjects", "A.>", "--storage", "memory")
                .well();
        natskit("stream", "add", "B", "--subjects", "B.>", "--storage", "memory")
                .well();
        natskit("pub", "A.x", "x", "-J", "-q").well();
        assertThat(natskit("stream", "find", "-n").well().out()).isEqualTo("A\nB\n");
        assertThat(natskit("stream", "find", "--empty", "--created", "0s")
                        .well()
                        .out())
                .contains("│ B ", "│ never ")
                .doesNotContain("│ A ");
        assertThat(natskit("stream", "find", "--idle", "1h", "--invert", "--json")
                        .well()
                        .out())
                .isEqualTo("[\n  \"A\"\n]\n");
        assertThat(natskit("stream", "find", "--leader", "nobody").well().out()).isEqualTo("No Streams found\n");
        natskit("stream", "rm", "A", "-f").well();
        natskit("stream", "rm", "B", "-f").well();
    }

    @Test
    void the_gaps_of_a_stream_are_those_within_and_behind() {
        natskit("stream", "add", "G", "--subjects", "G.>", "--storage", "memory")
                .well();
        assertThat(natskit("stream", "gaps", "G").well().out()).isEqualTo("No deleted messages in G\n");
        natskit("pub", "G.x", "{{Count}}", "--count", "20", "-J", "-q").well();
        assertThat(natskit("stream", "gaps", "G", "--json").well().out()).isEqualTo("[ ]\n");
        try (Connection nats = Nats.connect(url())) {
            StreamHandle stream = JetStream.on(nats).stream("G");
            for (long gone : List.of(1, 3, 5, 6, 7, 12, 19, 20)) {
                stream.delete(gone, false);
            }
            List<Gap> gaps = List.of(new Gap(3, 3), new Gap(5, 7), new Gap(12, 12), new Gap(19, 20));
            assertThat(Gap.told(stream)).isEqualTo(gaps);
            assertThat(Gap.read(stream, Duration.ofSeconds(5), Progress.of(Terminal.ofThisProcess(), "G", 12, false)))
                    .isEqualTo(gaps);
        }
        assertThat(natskit("stream", "gaps", "G").well().out())
                .contains("4 gaps found in Stream G", "│ First Message │", "│ 19            │ 20 ");
        assertThat(natskit("stream", "gaps", "G", "--json").well().out().replaceAll("\\s", ""))
                .isEqualTo("[[3,3],[5,7],[12,12],[19,20]]");
        natskit("stream", "purge", "G", "-f").well();
        assertThat(natskit("stream", "gaps", "G").well().out()).isEqualTo("No deleted messages in G\n");
        natskit("stream", "rm", "G", "-f").well();
    }
}
