// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The saved inputs of the fuzzer, and seeded changes of them, in every build. */
class OpDecoderSeedsTest {
    private static List<Path> seeds() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(OpDecoderSeedsTest.class.getResource("seeds"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void every_saved_input_is_borne() throws IOException, URISyntaxException {
        List<Path> seeds = seeds();
        assertThat(seeds).hasSizeGreaterThan(5);
        for (Path seed : seeds) {
            OpDecoderTarget.check(Files.readAllBytes(seed));
        }
    }

    @Test
    void seeded_changes_of_them_are_borne_too() throws IOException, URISyntaxException {
        long seed = 20261123;
        Random random = new Random(seed);
        byte[] words = " \t\r\n0123456789MSGHINFOPERR+-'".getBytes(StandardCharsets.US_ASCII);
        for (Path file : seeds()) {
            byte[] original = Files.readAllBytes(file);
            for (int i = 0; i < 500; i++) {
                byte[] changed = Arrays.copyOf(original, Math.max(1, original.length - random.nextInt(8)));
                for (int n = random.nextInt(4); n >= 0; n--) {
                    changed[random.nextInt(changed.length)] = words[random.nextInt(words.length)];
                }
                OpDecoderTarget.check(changed);
            }
        }
    }
}
