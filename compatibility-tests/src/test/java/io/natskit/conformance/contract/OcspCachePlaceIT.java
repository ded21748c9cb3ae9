// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import io.natskit.conformance.transcript.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a program keeps what authorities have said if nobody says where. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
record OcspCachePlaceIT(ProgramTarget target) implements Judged {
    @TempDir
    static Path folder;

    @Test
    @Rows({"AU-17", "CF-15"})
    void without_a_word_it_is_below_the_working_folder() throws IOException {
        Path working = Files.createTempDirectory(folder, "working");
        Authority root = Authority.root(working, "root");
        try (OcspResponder responder = new OcspResponder(root)) {
            Certificates own = root.issue("server", "localhost", null);
            Certificates shown = root.issue("client", "ada.example", responder.url());
            Path config = Files.writeString(
                    working.resolve("server.conf"),
                    own.block(", timeout: 60, verify: true, ca_file: \"" + root.file()
                            + "\", ocsp_peer: { verify: true, ca_timeout: 30 }"));
            try (ServerProgram server =
                    target.run(working, List.of("-c", config.toString(), "-a", "127.0.0.1", "-p", "-1"))) {
                server.awaitReady();
                assertThat(Peer.comesIn(server, own.presenting(shown))).isTrue();
            }
            assertThat(Json.object(Files.readString(working.resolve("_rc_").resolve("cache.json"))))
                    .containsOnlyKeys(String.valueOf(shown.described().get("fingerprint")));
        }
    }
}
