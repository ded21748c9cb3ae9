// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CF-01 to CF-06, CF-08 to CF-11: we say of each configuration what nats-server says, digest, place and words included. */
class ConfigCasesTest {
    /** What nats-server adds where a value of the wrong type ended the authorization block; it is no news to anybody. */
    private static final String NIL_POINTER =
            "DIR/case.conf:1:0: runtime error: invalid memory address or nil pointer dereference\n";

    /** Problems that nats-server reports without a place; ours have one. */
    private static final Map<String, String> PLACES = Map.of(
            "permissions {publish: \"a..b\"}", "1:62",
            "permissions {publish: \"a b\"}", "1:62",
            "permissions {publish: 5}", "1:62",
            "permissions {subscribe: \"a b c\"}", "1:62",
            "permissions {subscribe: \"a q..x\"}", "1:62",
            "permissions {subscribe: \".a q\"}", "1:62",
            "permissions {subscribe: \".a\"}", "1:62",
            "accounts {A: {users: 5}}", "1:15");

    /** nats-server cannot use a list from the environment; ours reads it as one from the file. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "environment list",
            "nats-server: configuration file DIR/case.conf is valid"
                    + " (sha256:e09a48bacda8a05513e0da3231f1cef15d6c5fc6831f9a9b17c803c10209238c)\n");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    static List<ConfigCase> cases() {
        return ConfigCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_configuration_is_judged_as_nats_server_judges_it(ConfigCase config) {
        Path file = config.writeTo(folder);

        String output = check(file).replace(folder + "/", "DIR/");

        assertThat(output).isEqualTo(expected(config));
    }

    private static String expected(ConfigCase config) {
        String place = PLACES.get(config.name());
        String output = OTHERWISE.getOrDefault(config.name(), config.output()).replace(NIL_POINTER, "");
        return place == null ? output : output.replace("nats-server: ", "nats-server: DIR/case.conf:" + place + ": ");
    }

    private static String check(Path file) {
        try {
            ConfigFile read = ConfigFile.read(file, ConfigCase.ENVIRONMENT::get);
            if (read.warnings().isEmpty()) {
                return "nats-server: configuration file " + file + " is valid (" + read.digest() + ")\n";
            }
            return "nats-server: " + String.join("\n", read.warnings()) + "\n\n";
        } catch (ConfigException e) {
            return "nats-server: " + e.getMessage() + "\n";
        }
    }
}
