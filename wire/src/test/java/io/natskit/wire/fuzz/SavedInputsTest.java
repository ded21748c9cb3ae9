// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzz targets over the inputs that are kept, each cut at every byte and with single bytes changed. */
class SavedInputsTest {
    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "headers", FuzzTargets::headers,
            "subjects", FuzzTargets::subjects,
            "json", FuzzTargets::json,
            "apiJson", FuzzTargets::apiJson,
            "nkeys", FuzzTargets::nkeys,
            "credentials", FuzzTargets::credentials,
            "jwt", JwtTarget::check);

    static Stream<Path> inputs() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(SavedInputsTest.class.getResource("WireFuzzTestInputs"));
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            return all.stream();
        }
    }

    /** How many bytes of an input are cut and changed. */
    private static final int BYTES = Boolean.getBoolean("natskit.full") ? Integer.MAX_VALUE : 200;

    @ParameterizedTest
    @MethodSource("inputs")
    void a_saved_input_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        String name = String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
        Consumer<byte[]> target = Objects.requireNonNull(TARGETS.get(name), name);
        byte[] input = Files.readAllBytes(file);
        target.accept(input);
        Random random = new Random(input.length);
        for (int i = 0; i < Math.min(input.length, BYTES); i++) {
            target.accept(java.util.Arrays.copyOf(input, i));
            byte[] changed = input.clone();
            changed[i] = (byte) random.nextInt(256);
            target.accept(changed);
        }
    }

    @Test
    void every_target_has_saved_inputs() throws IOException, URISyntaxException {
        List<String> seen = inputs().map(p ->
                        String.valueOf(Objects.requireNonNull(p.getParent()).getFileName()))
                .distinct()
                .toList();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(TARGETS.keySet());
    }
}
