// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

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
class SavedWebSocketsTest {
    private static final int CHANGES = 100;

    static Stream<Path> frames() throws IOException, URISyntaxException {
        return inputs("frames");
    }

    static Stream<Path> requests() throws IOException, URISyntaxException {
        return inputs("request");
    }

    private static Stream<Path> inputs(String kind) throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(SavedWebSocketsTest.class.getResource("WebSocketFuzzTestInputs/" + kind));
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void saved_frames_do_no_harm_whole_cut_or_changed(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        WebSocketTarget.frames(input);
        Random random = new Random(input.length);
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = input.clone();
            changed[random.nextInt(input.length)] = (byte) random.nextInt(256);
            WebSocketTarget.frames(changed);
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_saved_request_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        WebSocketTarget.request(input);
        Random random = new Random(input.length);
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = input.clone();
            changed[random.nextInt(input.length)] = (byte) random.nextInt(256);
            WebSocketTarget.request(changed);
        }
    }
}
