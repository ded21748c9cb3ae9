// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.SavedInputs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzz target over the inputs that are kept, each cut and with single bytes changed. */
class SavedTlsFirstBytesTest {
    private static final int BYTES = 120;

    static Stream<Path> inputs() throws IOException, URISyntaxException {
        return SavedInputs.of(SavedTlsFirstBytesTest.class, "TlsFirstBytesFuzzTestInputs");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void a_saved_input_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        SavedInputs.cutAndChanged(Files.readAllBytes(file), BYTES, TlsFirstBytesTarget::check);
    }
}
