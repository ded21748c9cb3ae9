// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.SavedInputs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fuzz target over the inputs that are kept and the recorded configurations, each cut at every byte and with single bytes changed. */
class SavedConfigsTest {
    static Stream<Path> inputs() throws IOException, URISyntaxException {
        return SavedInputs.of(SavedConfigsTest.class, "ConfigFuzzTestInputs");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void a_saved_input_does_no_harm_whole_cut_or_changed(Path file) throws IOException {
        disturb(Files.readAllBytes(file));
    }

    @Test
    void a_recorded_configuration_does_no_harm_whole_cut_or_changed() {
        ConfigCase.all().forEach(config -> disturb(config.config().getBytes(StandardCharsets.UTF_8)));
    }

    private static void disturb(byte[] input) {
        SavedInputs.cutAndChanged(input, 400, ConfigFuzzTarget::config);
    }

    @Test
    void variables_that_double_at_each_step_are_refused_before_they_fill_the_memory() {
        StringBuilder doubling = new StringBuilder("a0: [xxxxxxxxxxxxxxxx ]\n");
        for (int i = 1; i < 64; i++) {
            doubling.append('a')
                    .append(i)
                    .append(": [$a")
                    .append(i - 1)
                    .append(", $a")
                    .append(i - 1)
                    .append("]\n");
        }
        byte[] input = doubling.toString().getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ConfigDigest.of(ConfigParser.parse(input, "", name -> null)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expands to more than");
    }
}
