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
    /** Of the longest in the short form: what a place costs grows with the input. */
    private static final int BYTES_READ_MAX = Boolean.getBoolean("natskit.full") ? Integer.MAX_VALUE : 250_000;

    static Stream<Path> inputs() throws IOException, URISyntaxException {
        return SavedInputs.of(SavedInputsTest.class, "DecoderFuzzTestInputs");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void a_saved_input_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        int places = Math.min(400, BYTES_READ_MAX / Math.max(1, input.length));
        SavedInputs.cutAndChanged(input, places, DecoderTarget::check);
    }
}
