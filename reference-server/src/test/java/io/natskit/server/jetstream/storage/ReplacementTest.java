// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReplacementTest {
    private static final Path PLACE = Path.of("/store/index.db");

    private final TestDisk disk = new TestDisk();

    @Test
    void what_could_not_be_written_whole_goes_and_the_old_file_stays() throws IOException {
        disk.createFolders(PLACE.getParent());
        Replacement.write(disk, PLACE, file -> file.write(0, new byte[] {1, 2}, 0, 2));
        disk.failSyncs = true;

        assertThatThrownBy(() -> Replacement.write(disk, PLACE, file -> file.write(0, new byte[1000], 0, 1000)))
                .isInstanceOf(IOException.class);

        assertThat(disk.list(PLACE.getParent())).containsExactly("index.db");
        assertThat(disk.contents().get(PLACE)).containsExactly(1, 2);
    }
}
