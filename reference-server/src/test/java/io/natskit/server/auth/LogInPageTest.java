// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a log-in is refused for stands on docs/errors/login.md, with cause and remedy. */
class LogInPageTest {
    private static final Path PAGE = Path.of("..", "docs", "errors", "login.md");
    private static final Path SOURCES = Path.of("src/main/java/io/natskit/server/auth");
    private static final Pattern CALL =
            Pattern.compile("(?:Refusal\\.require|new Refusal|Refused|refused)\\((?:[^;\"]|\"[^\"]*\")*;");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]{4,})\"");

    /** The longest text of each call that refuses. */
    private static TreeSet<String> reasons() throws IOException {
        TreeSet<String> reasons = new TreeSet<>();
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.toList()) {
                Matcher calls = CALL.matcher(Files.readString(source).replace("\\\"", "'"));
                while (calls.find()) {
                    TEXT.matcher(calls.group())
                            .results()
                            .map(MatchResult::group)
                            .max(Comparator.comparingInt(String::length))
                            .map(text -> text.replace("\"", "").replace("'", "").strip())
                            .ifPresent(reasons::add);
                }
            }
        }
        return reasons;
    }

    @Test
    void each_reason_of_a_refusal_is_explained() throws IOException {
        String page = Files.readString(PAGE);
        TreeSet<String> reasons = reasons();
        assertThat(reasons)
                .hasSizeGreaterThan(30)
                .allSatisfy(reason -> assertThat(page).contains(reason));
    }
}
