// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.connect.Session;
import io.natskit.client.Options;
import org.junit.jupiter.api.Test;

/** What commands say of their connection. */
class ConnectedActionTest {
    private static final class Watching extends ConnectedAction {
        @Override
        protected int run(Session session) {
            return 0;
        }
    }

    @Test
    void what_runs_until_it_is_ended_never_gives_a_server_up() {
        assertThat(Options.of(new Watching()::watch).reconnect().maxAttempts()).isEqualTo(-1);
    }
}
