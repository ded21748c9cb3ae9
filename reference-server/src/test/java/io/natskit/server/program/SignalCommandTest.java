// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalCommandTest {
    /** Processes that only take notes. */
    private static final class Noted implements SignalCommand.Processes {
        private final List<Long> servers;
        private final List<String> sent = new ArrayList<>();

        Noted(Long... servers) {
            this.servers = List.of(servers);
        }

        @Override
        public List<Long> servers() {
            return servers;
        }

        @Override
        public @Nullable String send(long pid, String signal) {
            sent.add(signal + " " + pid);
            return pid == 13 ? "no such process" : null;
        }
    }

    private static List<String> sent(String flag, Long... servers) throws Refusal {
        Noted processes = new Noted(servers);
        new SignalCommand(processes).run(flag);
        return processes.sent;
    }

    @Test
    void the_only_server_gets_it_where_nobody_is_named() throws Refusal {
        assertThat(sent("reload", 7L)).containsExactly("HUP 7");
    }

    @Test
    void every_command_is_a_signal() throws Refusal {
        assertThat(List.of(
                        sent("stop=1").get(0),
                        sent("quit=1").get(0),
                        sent("term=1").get(0),
                        sent("reopen=1").get(0),
                        sent("reload=1").get(0),
                        sent("ldm=1").get(0)))
                .containsExactly("KILL 1", "INT 1", "TERM 1", "USR1 1", "HUP 1", "USR2 1");
    }

    @Test
    void several_servers_are_listed_and_none_is_told_so() {
        assertThatThrownBy(() -> sent("reload")).hasMessage("no nats-server processes running");
        assertThatThrownBy(() -> sent("reload", 7L, 8L)).hasMessage("multiple nats-server processes running:\n7\n8");
    }

    @Test
    void a_star_means_all_that_begin_so() throws Refusal {
        assertThat(sent("reload=*", 71L, 72L, 8L)).containsExactly("HUP 71", "HUP 72", "HUP 8");
        assertThat(sent("reload=7*", 71L, 72L, 8L)).containsExactly("HUP 71", "HUP 72");
    }

    @Test
    void a_process_may_be_named_by_a_file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("pid"), "42");
        assertThat(sent("reload=" + file)).containsExactly("HUP 42");
    }

    @Test
    void what_could_not_be_sent_is_told_for_each() {
        assertThatThrownBy(() -> sent("reload=1*", 11L, 13L)).hasMessage("\nsignal \"reload\" 13: no such process");
    }
}
