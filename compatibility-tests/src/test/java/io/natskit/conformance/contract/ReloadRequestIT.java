// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration file is read again because the system account asks for it, and for nobody else. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
record ReloadRequestIT(ProgramTarget target) implements Judged {
    private static final String CONFIG = """
            accounts { A { users: [ {user: a, password: p} ] }, SYS { users: [ {user: s, password: p} ] } }
            system_account: SYS
            max_payload:""";

    private static Object loaded(Asker asker) {
        return asker.data("$SYS.REQ.SERVER.PING.VARZ", "").get("config_load_time");
    }

    private static Object maxPayload(Asker asker) {
        return asker.data("$SYS.REQ.SERVER.PING.VARZ", "").get("max_payload");
    }

    @Test
    @Rows("PR-05")
    void the_system_account_has_the_file_read_again_and_is_told_what_is_wrong_with_it() {
        try (ServerProgram server = target.start(CONFIG + " 1000\n");
                Asker s = Asker.login(server, "s");
                Asker a = Asker.login(server, "a")) {
            String id =
                    String.valueOf(s.ask("$SYS.REQ.SERVER.PING.IDZ", "").json().get("id"));
            String reload = "$SYS.REQ.SERVER." + id + ".RELOAD";
            Object first = loaded(s);
            server.rewrite(CONFIG + " 500\n");
            assertThat(a.ask(reload, "").header()).startsWith("NATS/1.0 503");
            assertThat(maxPayload(s)).isEqualTo(1000L);
            assertThat(s.ask(reload, "").json()).containsKey("server").doesNotContainKey("error");
            assertThat(maxPayload(s)).isEqualTo(500L);
            Object second = loaded(s);
            assertThat(second).isNotEqualTo(first);
            server.rewrite(CONFIG + " 400\nbogus: 1\n");
            assertThat(String.valueOf(s.ask(reload, "").json().get("error"))).contains("bogus");
            assertThat(maxPayload(s)).isEqualTo(500L);
            assertThat(loaded(s)).isEqualTo(second);
        }
    }
}
