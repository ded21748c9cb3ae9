// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why JetStream answers with an error, and what helps: a table as data, which docs/errors/jetstream.md is made of. Read when first asked for.
 *
 * @param cause what is the matter, a sentence
 * @param remedy what to do, a sentence
 */
public record ErrorHelp(String cause, String remedy) {

    /** The table, read once. */
    private static final class Table {
        private static final Map<Integer, ErrorHelp> ALL = read();

        private static Map<Integer, ErrorHelp> read() {
            InputStream in = Objects.requireNonNull(ErrorHelp.class.getResourceAsStream("error-help.txt"));
            Map<Integer, ErrorHelp> all = new HashMap<>();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.startsWith("#")) {
                        int cause = line.indexOf('|');
                        int remedy = line.indexOf('|', cause + 1);
                        all.put(
                                Integer.valueOf(line.substring(0, cause).strip()),
                                new ErrorHelp(
                                        line.substring(cause + 1, remedy).strip(),
                                        line.substring(remedy + 1).strip()));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.copyOf(all);
        }
    }

    /** The help for an {@code err_code}; empty for one that this version does not know. */
    public static Optional<ErrorHelp> of(int errCode) {
        return Optional.ofNullable(Table.ALL.get(errCode));
    }
}
