// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** What must hold for any bytes that are taken for a configuration: they are read, or refused with a reason, and the same each time. */
final class ConfigFuzzTarget {
    private ConfigFuzzTarget() {}

    static void config(byte[] input) {
        String first = outcome(input);
        assertThat(outcome(input)).isEqualTo(first);
    }

    private static String outcome(byte[] input) {
        try {
            Map<String, ConfigNode> tree = ConfigParser.parse(input, "/nothing/fuzz.conf", name -> null);
            String digest = ConfigDigest.of(tree);
            ServerOptions.Builder options = ServerOptions.builder();
            ConfigProblems problems = new ConfigReader(options).read(tree, "/nothing/fuzz.conf");
            assertThat(problems.errors()).doesNotContainNull();
            return digest + problems.errors() + problems.warnings() + options.build();
        } catch (ConfigException e) {
            assertThat(e.getMessage()).isNotBlank();
            return e.getMessage();
        }
    }
}
