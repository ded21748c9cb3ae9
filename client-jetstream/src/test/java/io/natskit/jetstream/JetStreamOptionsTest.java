// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.CommandLineContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JetStreamOptionsTest {
    @TempDir
    private Path folder;

    private JetStreamOptions options(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), json);
        return JetStreamOptions.of(o -> o.context(CommandLineContext.in(file)));
    }

    @Test
    void prefixes_end_with_a_dot() {
        JetStreamOptions defaults = JetStreamOptions.of(o -> {});
        assertThat(defaults.prefix()).isEqualTo("$JS.API.");
        assertThat(defaults.eventPrefix()).isEqualTo("$JS.EVENT.");
        JetStreamOptions imported = JetStreamOptions.of(o -> o.prefix("api.a").eventPrefix("told.a"));
        assertThat(imported.prefix()).isEqualTo("api.a.");
        assertThat(imported.eventPrefix()).isEqualTo("told.a.");
        assertThatThrownBy(() -> JetStreamOptions.of(o -> o.eventPrefix(" "))).hasMessageContaining("eventPrefix");
    }

    @Test
    void a_context_of_the_command_line_says_where_jetstream_is() throws IOException {
        JetStreamOptions hub = options("{\"jetstream_domain\":\"hub\",\"jetstream_event_prefix\":\"told\"}");
        assertThat(hub.prefix()).isEqualTo("$JS.hub.API.");
        assertThat(hub.eventPrefix()).isEqualTo("told.");
        assertThat(options("{\"jetstream_api_prefix\":\"api.a\"}").prefix()).isEqualTo("api.a.");
        assertThat(options("{\"jetstream_domain\":\"\"}").prefix()).isEqualTo("$JS.API.");
        assertThatThrownBy(() -> options("{\"jetstream_domain\":\"a\",\"jetstream_api_prefix\":\"b\"}"))
                .hasMessageContaining("(expected: one of them)");
    }
}
