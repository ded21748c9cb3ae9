// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PR-06: the ports file. */
class PortsFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void the_file_is_named_after_the_program_and_lists_the_address() throws IOException {
        PortsFile file = PortsFile.in(folder, "nats-server", 123);
        file.write(new PortsFile.Listener("nats", "nats", "127.0.0.1", 4222));

        Path path = folder.resolve("nats-server_123.ports");
        assertThat(Files.readString(path)).isEqualTo("{\"nats\":[\"nats://127.0.0.1:4222\"]}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        file.delete();
        assertThat(path).doesNotExist();
    }

    @Test
    void every_address_of_the_machine_is_listed_where_all_are_listened_on() throws IOException {
        PortsFile file = PortsFile.in(folder, "nats-server", 1);
        file.write(new PortsFile.Listener("nats", "tls", "0.0.0.0", 4222));

        assertThat(Files.readString(file.path())).contains("\"tls://127.0.0.1:4222\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "fe80:0:0:0:fc:ff:fe00:1, fe80::fc:ff:fe00:1",
        "fd00:0:0:0:0:0:0:2, fd00::2",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "0:0:0:0:0:0:0:0, ::",
    })
    void ipv6_addresses_are_written_short(String eightGroups, String shortForm) {
        assertThat(PortsFile.compressed(eightGroups)).isEqualTo(shortForm);
    }
}
