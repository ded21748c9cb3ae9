// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.transcript.Json;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a command of the nats CLI printed, without what belongs to a moment, a machine or a server: of JSON the paths and types, of text the lines with
 * numbers and their units, times, ids, addresses and lines of tables masked. Lines in any order: headers and imports come out of Go's maps.
 */
final class CliShape {
    private static final List<Mask> MASKS = List.of(
            new Mask("\u001b\\[[0-9;?]*[a-zA-Z]", ""),
            new Mask("nats://[^\\s\",]+", "URL"),
            new Mask("127\\.0\\.0\\.1(:\\d+)?", "HOST"),
            new Mask("sha256:[0-9a-f]+", "DIGEST"),
            new Mask("\\b(go|java)[0-9][0-9.+]*", "RUNTIME"),
            new Mask("/[^\\s\"]+/(store|jetstream)[^\\s\"]*", "FOLDER"),
            new Mask("\\b(?=[A-Z0-9]*\\d)[A-Z][A-Z0-9]{55}\\b", "ID"),
            new Mask("_INBOX[.\\w]+", "INBOX"),
            new Mask("\\b(?=[A-Za-z0-9]*\\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{20,22}\\b", "NUID"),
            new Mask("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z| ?[+-]\\d\\d:?\\d\\d)?( UTC)?", "TIME"));

    // only in text: JSON stays JSON without them
    private static final List<Mask> NUMBERS = List.of(
            new Mask("\\b(\\d+[dhm])+\\d[\\d.]*(ms|s|m|h)\\b", "N"),
            new Mask("[-+]?\\d[\\d,.]*(e[-+]?\\d+)? ?(([KMGT]?i?B|[KMG]|ns|µs|us|ms|s|m|h|d|msgs/sec)\\b|%)?", "N"),
            new Mask("N( *N)+", "N"),
            new Mask("[─═╌]+", "─"),
            new Mask("[█▏▎▍▌▋▊▉]+", "█"),
            new Mask("-{2,}", "--"),
            new Mask("[ \\t]+", " "));

    private record Mask(Pattern pattern, String name) {
        Mask(String pattern, String name) {
            this(Pattern.compile(pattern), name);
        }

        String over(String text) {
            return pattern.matcher(text).replaceAll(name);
        }
    }

    private CliShape() {}

    /** Fails where one has another shape than the other. */
    static void assertSame(String command, String expected, String found) {
        String theirs = masked(expected, MASKS).strip();
        String ours = masked(found, MASKS).strip();
        if (isJson(theirs) && isJson(ours)) {
            assertThat(fields(theirs).differences(fields(ours), path -> false))
                    .as(command)
                    .isEmpty();
        } else {
            assertThat(lines(ours)).as(command).containsExactlyInAnyOrderElementsOf(lines(theirs));
        }
    }

    private static boolean isJson(String text) {
        return text.startsWith("{") || text.startsWith("[{") || text.startsWith("[\n") || text.startsWith("[\"");
    }

    private static Fields fields(String json) {
        return Fields.of("", Json.object(json.startsWith("{") ? json : "{\"all\":" + json + "}"));
    }

    private static List<String> lines(String text) {
        return masked(text, NUMBERS)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String masked(String text, List<Mask> masks) {
        String masked = text;
        for (Mask mask : masks) {
            masked = mask.over(masked);
        }
        return masked;
    }
}
