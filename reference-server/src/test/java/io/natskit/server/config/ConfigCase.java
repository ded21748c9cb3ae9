// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A configuration and what {@code nats-server -t} says of it.
 *
 * @param name the name of the case
 * @param config the text of the file
 * @param code the exit code
 * @param output what is printed, with {@code DIR/} for the folder of the file
 */
record ConfigCase(String name, String config, int code, String output) {
    /** What the cases expect in the environment. */
    static final Map<String, String> ENVIRONMENT = Map.of(
            "NATSKIT_TEST_PORT", "4333",
            "NATSKIT_TEST_NAME", "from-env",
            "NATSKIT_TEST_MAP", "{user: e, password: f}",
            "NATSKIT_TEST_CYCLE", "$NATSKIT_TEST_CYCLE",
            "NATSKIT_TEST_CHAIN", "$NATSKIT_TEST_PORT",
            "NATSKIT_TEST_BAD", "[1",
            "NATSKIT_TEST_LIST", "[a, b]");

    private static final Map<String, String> INCLUDED = Map.of(
            "users.inc", "authorization { users: [ {user: inc, password: inc} ] }\n",
            "login.inc", "user: inc\npassword: inc\n",
            "bad.inc", "a: [\n",
            "vars.inc", "INCLUDED: 4333\n",
            "unknown.inc", "port: 4222\nbogus_inc: 1\n",
            "port.inc", "port: 4333\n");

    /** All cases of {@code config.cases}. */
    static List<ConfigCase> all() {
        List<ConfigCase> cases = new ArrayList<>();
        for (String block : resource().split("(?m)^=== ")) {
            if (!block.isEmpty()) {
                cases.add(parse(block));
            }
        }
        return cases;
    }

    private static String resource() {
        try (InputStream in =
                Objects.requireNonNull(ConfigCase.class.getResourceAsStream("/config/config.cases"), "config.cases")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigCase parse(String block) {
        int name = block.indexOf('\n');
        int answer = block.indexOf("--- rc ", name);
        int output = block.indexOf('\n', answer);
        return new ConfigCase(
                block.substring(0, name),
                unescape(block.substring(name + 1, answer)),
                Integer.parseInt(block.substring(answer + "--- rc ".length(), output)),
                unescape(block.substring(output + 1)));
    }

    /** A backslash before a line's end joins it to nothing; the other escapes stand for control characters. */
    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char next = text.charAt(++i);
            switch (next) {
                case '\n' -> {}
                case 'r' -> plain.append('\r');
                case 'u' -> {
                    plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> plain.append(next);
            }
        }
        return plain.toString();
    }

    /** Writes the configuration, and the files that it may include, into a folder. */
    Path writeTo(Path folder) {
        try {
            for (Map.Entry<String, String> file : INCLUDED.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            return Files.writeString(folder.resolve("case.conf"), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
