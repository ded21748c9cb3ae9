// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How a command is split into words. */
class ReplyCommandTest {
    @Test
    void quotes_and_braces_hold_words_together() {
        assertThat(ReplyCommand.split("curl -s  'a b' \"c 'd\" {{ Random 1 2 }}x ''"))
                .containsExactly("curl", "-s", "a b", "c 'd", "{{ Random 1 2 }}x", "");
    }
}
