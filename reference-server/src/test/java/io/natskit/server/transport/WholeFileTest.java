// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, "draft-", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void it_takes_the_place_of_another_and_makes_its_folder() throws IOException {
        Path file = folder.resolve("a").resolve("b").resolve("file");
        write(file, "one");
        write(file, "two");
        assertThat(file).hasContent("two");
        assertThat(names(file.getParent())).containsExactly("file");
    }

    @Test
    void a_link_to_a_folder_is_a_folder() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        write(link.resolve("file"), "text");
        assertThat(real.resolve("file")).hasContent("text");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void what_is_no_folder_is_refused_and_stays() throws IOException {
        Path file = Files.writeString(folder.resolve("none"), "text");
        assertThatThrownBy(() -> write(file.resolve("file"), "other")).isInstanceOf(IOException.class);
        assertThat(file).hasContent("text");
    }

    @Test
    void drafts_that_somebody_left_behind_go_and_those_in_the_making_stay() throws IOException {
        Path left = Files.createFile(folder.resolve("draft-left"));
        Path made = Files.createFile(folder.resolve("draft-made"));
        Path other = Files.createFile(folder.resolve("other"));
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        Files.setLastModifiedTime(left, old);
        Files.setLastModifiedTime(other, old);
        write(folder.resolve("file"), "text");
        assertThat(names(folder)).containsExactlyInAnyOrder("draft-made", "other", "file");
        assertThat(made).isEmptyFile();
    }
}
