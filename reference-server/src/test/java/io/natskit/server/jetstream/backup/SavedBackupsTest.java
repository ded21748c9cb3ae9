// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.jetstream.storage.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzz target over the backups that are kept, whole, cut and changed; and a backup that nats-server made. */
class SavedBackupsTest {
    static Stream<Path> inputs() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(SavedBackupsTest.class.getResource("BackupFuzzTestInputs"));
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void a_saved_backup_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        byte[] input = Files.readAllBytes(file);
        BackupTarget.check(input);
        int step = Math.max(1, input.length / 200);
        for (int i = 0; i < input.length; i += step) {
            BackupTarget.check(Arrays.copyOf(input, i));
        }
        Seeds.each(
                Boolean.getBoolean("natskit.full") ? 20_000 : 200,
                random -> BackupTarget.check(changed(input, random)));
    }

    private static byte[] changed(byte[] input, Random random) {
        byte[] changed = input.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    @Test
    void a_backup_of_nats_server_is_read_in_its_order() {
        List<String> lines = BackupTarget.restored(recorded("/io/natskit/server/archive/v2.arc.s2"), 1000);
        assertThat(lines.get(0)).isEqualTo("state 19");
        assertThat(lines.get(1)).startsWith("consumer c [");
        assertThat(lines).hasSize(2 + 19 + 2).endsWith("end", "whole");
    }

    private static byte[] recorded(String name) {
        try (InputStream in = Objects.requireNonNull(SavedBackupsTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
