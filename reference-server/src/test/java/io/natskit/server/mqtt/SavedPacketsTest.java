// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzz target over the inputs that are kept, each with single bytes changed. */
class SavedPacketsTest {
    private static final int CHANGES = 100;

    static Stream<Path> inputs() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(SavedPacketsTest.class.getResource("PacketFuzzTestInputs/packets"));
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void saved_packets_do_no_harm_whole_cut_or_changed(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        PacketTarget.run(input);
        Random random = new Random(input.length);
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = input.clone();
            changed[random.nextInt(input.length)] = (byte) random.nextInt(256);
            PacketTarget.run(changed);
        }
    }
}
