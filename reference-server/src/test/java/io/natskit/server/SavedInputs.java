// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The inputs of fuzz targets that are kept, and what is done to each. */
public final class SavedInputs {
    private SavedInputs() {}

    /** The files of a folder beside that test. */
    public static Stream<Path> of(Class<?> test, String name) throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(test.getResource(name));
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            return all.stream();
        }
    }

    /** Whole, and so many times with a byte changed. */
    public static void changed(byte[] input, int changes, Consumer<byte[]> target) {
        target.accept(input);
        Random random = new Random(input.length);
        for (int i = 0; i < changes; i++) {
            byte[] changed = input.clone();
            changed[random.nextInt(input.length)] = (byte) random.nextInt(256);
            target.accept(changed);
        }
    }

    /** Whole; and, of so many bytes at most, cut before each, and with each changed. */
    public static void cutAndChanged(byte[] input, int most, Consumer<byte[]> target) {
        target.accept(input);
        Random random = new Random(input.length);
        for (int i = 0; i < Math.min(input.length, most); i++) {
            target.accept(Arrays.copyOf(input, i));
            byte[] changed = input.clone();
            changed[i] = (byte) random.nextInt(256);
            target.accept(changed);
        }
    }
}
