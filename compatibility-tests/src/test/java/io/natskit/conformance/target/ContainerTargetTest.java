// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be known of the image's target where Docker does not run. */
class ContainerTargetTest {
    @TempDir
    Path folder;

    @Test
    void the_program_listens_where_the_mapped_port_comes_from_and_gets_the_flags() {
        assertThat(ContainerTarget.command("--js", "-D"))
                .containsExactly("-c", "/etc/judge.conf", "-a", "0.0.0.0", "-p", "4222", "--js", "-D");
    }

    @Test
    void files_that_the_configuration_names_go_along() throws IOException {
        Path cert = Files.writeString(folder.resolve("cert.pem"), "x");
        Path key = Files.writeString(folder.resolve("key.pem"), "y");
        String config = "tls { cert_file: \"" + cert + "\", key_file: '" + key + "', ca_file: \"" + cert
                + "\" }\npid_file: \"" + folder.resolve("not.there") + "\"\nserver_name: \"/\"\n";
        assertThat(ContainerTarget.filesIn(config)).containsExactly(cert, key);
    }

    @Test
    void it_is_nats_server_with_a_configuration_and_no_program_of_ours() {
        Target target = new ContainerTarget();
        assertThat(target.family()).isEqualTo("nats-server");
        assertThat(target.configurable()).isTrue();
        assertThat(target.isProgram()).isFalse();
    }
}
