// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.SavedInputs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzz target over the inputs that are kept, each with single bytes changed. */
class SavedPacketsTest {
    private static final int CHANGES = 100;

    static Stream<Path> inputs() throws IOException, URISyntaxException {
        return SavedInputs.of(SavedPacketsTest.class, "PacketFuzzTestInputs/packets");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void saved_packets_do_no_harm_whole_cut_or_changed(Path file) throws IOException {
        SavedInputs.changed(Files.readAllBytes(file), CHANGES, PacketTarget::run);
    }
}
