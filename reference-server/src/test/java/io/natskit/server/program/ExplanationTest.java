// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {
    private static final Pattern CASE = Pattern.compile("case ((?:\"[^\"]+\"(?:,\\s*)?)+)\\s*->");
    private static final Pattern NAME = Pattern.compile("\"([a-z]+_[a-z_]+)\"");

    @TempDir
    Path folder;

    private String explained(String content, String place, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("c.conf"), content);
        return Explanation.of(file + ":" + place + ": " + problem + "\n");
    }

    @Test
    void an_unknown_field_is_shown_with_a_caret_and_what_was_meant() throws IOException {
        assertThat(explained("port: 4222\nmax_paylod: 1MB\n", "2:1", "unknown field \"max_paylod\""))
                .isEqualTo("    2 | max_paylod\n      | ^ did you mean \"max_payload\"?\n");
    }

    @Test
    void the_first_line_counts_from_nought() throws IOException {
        assertThat(explained("acounts {}\n", "1:0", "unknown field \"acounts\""))
                .contains("acounts\n      | ^ did you mean \"accounts\"?");
    }

    @Test
    void a_field_like_no_other_is_not_guessed() throws IOException {
        assertThat(explained("bogus: 1\n", "1:0", "unknown field \"bogus\"")).doesNotContain("did you mean");
    }

    @Test
    void what_stands_beside_a_key_is_never_shown() throws IOException {
        String text = explained("users: [{user: u, password: planted, bogs: 1}]\n", "1:37", "unknown field \"bogs\"");
        assertThat(text).contains("bogs").doesNotContain("planted");
    }

    /** A value that a problem points at is not shown either. */
    @Test
    void a_place_that_is_no_key_is_not_shown() throws IOException {
        assertThat(explained("password: planted\n", "1:10", "something")).isEmpty();
        assertThat(Explanation.of("open c.conf: no such file or directory")).isEmpty();
    }

    /** Every field of several words that a reader of the configuration knows is on the list. */
    @Test
    void the_list_has_the_fields_of_the_readers() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/natskit/server/config"))) {
            for (Path source : sources.filter(one -> one.toString().endsWith("Reader.java"))
                    .toList()) {
                Matcher cases = CASE.matcher(Files.readString(source));
                while (cases.find()) {
                    NAME.matcher(cases.group(1)).results().forEach(name -> missing.add(name.group(1)));
                }
            }
        }
        missing.removeAll(Explanation.fields());
        missing.remove("cluster_traffic");
        assertThat(missing).isEmpty();
    }
}
