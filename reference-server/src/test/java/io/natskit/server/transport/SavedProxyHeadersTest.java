// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

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
class SavedProxyHeadersTest {
    private static final int CHANGES = 2_000;

    static Stream<Path> inputs() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(SavedProxyHeadersTest.class.getResource("ProxyHeaderFuzzTestInputs"));
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void a_saved_input_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        ProxyHeaderTarget.check(input);
        Random random = new Random(input.length);
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = input.clone();
            changed[random.nextInt(input.length)] = (byte) random.nextInt(256);
            ProxyHeaderTarget.check(changed);
        }
    }
}
