// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import io.natskit.server.SavedInputs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzz target over the inputs that are kept, each cut at every byte and with single bytes changed. */
class SavedInputsTest {
    static Stream<Path> inputs() throws IOException, URISyntaxException {
        return SavedInputs.of(SavedInputsTest.class, "DecoderFuzzTestInputs");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void a_saved_input_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        SavedInputs.cutAndChanged(Files.readAllBytes(file), 400, DecoderTarget::check);
    }
}
