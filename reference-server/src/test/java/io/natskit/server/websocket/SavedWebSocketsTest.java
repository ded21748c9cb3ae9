// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.SavedInputs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return SavedInputs.of(SavedWebSocketsTest.class, "WebSocketFuzzTestInputs/" + kind);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void saved_frames_do_no_harm_whole_cut_or_changed(Path file) throws IOException {
        SavedInputs.changed(Files.readAllBytes(file), CHANGES, WebSocketTarget::frames);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_saved_request_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        SavedInputs.changed(Files.readAllBytes(file), CHANGES, WebSocketTarget::request);
    }
}
