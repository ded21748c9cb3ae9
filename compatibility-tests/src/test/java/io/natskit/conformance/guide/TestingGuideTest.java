// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each Java example of docs/testing.md stands in {@link TestingGuideIT}, word for word, so what readers copy has run. */
class TestingGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "testing.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "io", "natskit", "conformance", "guide", "TestingGuideIT.java");

    @Test
    void every_example_of_the_guide_is_run_by_a_test() throws IOException {
        String source = words(Files.readString(SOURCE));
        List<String> examples = examples(Files.readString(GUIDE));

        assertThat(examples).hasSizeGreaterThan(8);
        for (String example : examples) {
            assertThat(source).contains(words(example));
        }
    }

    private static List<String> examples(String page) {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
        List<String> examples = new ArrayList<>();
        while (block.find()) {
            examples.add(block.group(1));
        }
        return examples;
    }

    /** The text without its layout, and without what nests a class for JUnit. */
    private static String words(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("@Nested"))
                .collect(Collectors.joining(" "))
                .replaceAll("\\s+", " ")
                .replace("static class", "class");
    }
}
