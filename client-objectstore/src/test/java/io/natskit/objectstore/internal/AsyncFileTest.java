// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncFileTest {

    @Test
    void what_was_appended_is_read_in_parts(@TempDir Path folder) {
        Path path = folder.resolve("f");
        try (AsyncFile out = AsyncFile.write(path)) {
            out.append(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                    .thenCompose(n -> out.append(ByteBuffer.wrap(new byte[] {4, 5})))
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }
        assertThat(path).hasBinaryContent(new byte[] {1, 2, 3, 4, 5});
        try (AsyncFile in = AsyncFile.read(path)) {
            assertThat(next(in)).containsExactly(1, 2);
            assertThat(next(in)).containsExactly(3, 4);
            assertThat(next(in)).containsExactly(5);
            assertThat(next(in)).isEmpty();
        }
    }

    @Test
    void writing_begins_with_an_empty_file(@TempDir Path folder) throws Exception {
        Path path = Files.write(folder.resolve("f"), new byte[100]);
        AsyncFile.write(path).close();
        assertThat(path).isEmptyFile();
    }

    @Test
    void what_cannot_be_opened_is_told_with_its_name(@TempDir Path folder) {
        assertThatThrownBy(() -> AsyncFile.read(folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none");
    }

    private static byte[] next(AsyncFile in) {
        ByteBuffer buffer = ByteBuffer.allocate(2);
        in.fill(buffer).orTimeout(20, TimeUnit.SECONDS).join();
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
