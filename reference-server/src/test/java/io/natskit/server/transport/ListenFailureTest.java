// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ListenFailureTest {
    private static final String WEB = "Unable to listen for websocket connections";

    @Test
    void a_port_that_is_taken_has_the_same_words_at_every_door() {
        IOException taken = new BindException("Address already in use");
        String said = "listen tcp 127.0.0.1:4222: bind: address already in use";
        assertThat(ListenFailure.ofClients("127.0.0.1", 4222, taken))
                .hasMessage("Error listening on port: 127.0.0.1:4222, \"" + said + "\"")
                .hasCause(taken);
        assertThat(ListenFailure.of(WEB, "127.0.0.1", 4222, taken)).hasMessage(WEB + ": " + said);
    }

    @Test
    void an_address_that_cannot_be_used_is_named_with_what_the_system_says() {
        assertThat(ListenFailure.of(WEB, "nowhere", -1, new UnknownHostException("nowhere: not known")))
                .hasMessage(WEB + ": listen tcp nowhere:0: nowhere: not known");
        assertThat(ListenFailure.of(WEB, "::1", 80, new SocketException("Protocol family unavailable")))
                .hasMessage(WEB + ": listen tcp [::1]:80: Protocol family unavailable");
    }

    @Test
    void what_has_nothing_to_do_with_the_address_stands_alone() {
        assertThat(ListenFailure.of(WEB, "127.0.0.1", 80, new IOException("Too many open files")))
                .hasMessage(WEB + ": Too many open files");
    }
}
