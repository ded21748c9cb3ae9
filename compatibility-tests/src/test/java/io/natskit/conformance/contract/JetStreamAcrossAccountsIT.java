// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of one account, used from another: its API, what its consumers deliver, and acknowledgements, by exports and imports. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record JetStreamAcrossAccountsIT(Target target) implements Judged {
    private static final String STREAM = "{\"name\":\"S\",\"subjects\":[\"orders.*\"],\"storage\":\"memory\"}";

    private RunningServer start(String jetStream, String exports, String imports) {
        return target.start("jetstream { store_dir: \"${store}\"" + jetStream + " }\n"
                + "accounts {\n OWNER { jetstream: enabled, users: [{user: owner, password: p}], exports: [" + exports
                + "] }\n USER { users: [{user: user, password: p}], imports: [" + imports + "] }\n}\n");
    }

    private static void publish(Peer peer, String... subjects) {
        for (String subject : subjects) {
            assertThat(TokenPeer.request(peer, subject, "hi")).contains("\"stream\":\"S\"");
        }
    }

    @Test
    @Rows({"AC-03", "AC-06", "JA-01"})
    void the_api_of_another_account_is_asked_under_another_prefix() {
        try (RunningServer server = start(
                        "",
                        "{service: \"$JS.API.>\"}",
                        "{service: {account: OWNER, subject: \"$JS.API.>\"}, to: \"owner.api.>\"}");
                Peer owner = Peer.login(server, "owner");
                Peer user = Peer.login(server, "user")) {
            assertThat(TokenPeer.request(user, "owner.api.STREAM.CREATE.S", STREAM))
                    .contains("\"did_create\":true");
            publish(owner, "orders.a", "orders.b");
            assertThat(Json.text(
                            TokenPeer.ask(user, "owner.api.STREAM.INFO.S", "").get("state")))
                    .contains("\"messages\":2");
            assertThat(TokenPeer.request(user, "owner.api.STREAM.NAMES", "")).contains("\"streams\":[\"S\"]");
            // its own account has none
            assertThat(TokenPeer.request(user, "$JS.API.INFO", "")).contains("\"err_code\":10039");
            assertThat(TokenPeer.request(owner, "$JS.API.INFO", "")).contains("\"streams\":1");
        }
    }

    @Test
    @Rows({"AC-03", "AC-02", "CO-15"})
    void a_consumer_delivers_into_another_account_which_pulls_and_acknowledges() {
        try (RunningServer server = start(
                        "",
                        "{service: \"$JS.API.CONSUMER.>\", response_type: stream}, {service: \"$JS.ACK.>\"}",
                        "{service: {account: OWNER, subject: \"$JS.API.CONSUMER.>\"}, to: \"owner.CONSUMER.>\"}"
                                + ", {service: {account: OWNER, subject: \"$JS.ACK.>\"}}");
                Peer owner = Peer.login(server, "owner");
                Peer user = Peer.login(server, "user")) {
            TokenPeer.request(owner, "$JS.API.STREAM.CREATE.S", STREAM);
            publish(owner, "orders.a", "orders.b");
            assertThat(TokenPeer.request(
                            user,
                            "owner.CONSUMER.CREATE.S.C",
                            "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"C\",\"ack_policy\":\"explicit\"}}"))
                    .contains("\"name\":\"C\"");
            user.send("SUB pulled 1\r\nPUB owner.CONSUMER.MSG.NEXT.S.C pulled 11\r\n{\"batch\":2}\r\n");
            List<String> acknowledged = new ArrayList<>();
            for (String subject : List.of("orders.a", "orders.b")) {
                String head = String.valueOf(user.word());
                assertThat(head).startsWith("MSG " + subject + " 1 $JS.ACK.S.C.1.");
                assertThat(user.line()).isEqualTo("hi");
                acknowledged.add(head.split(" ")[3]);
            }
            for (String one : acknowledged) {
                assertThat(TokenPeer.request(user, one, "+ACK")).isEmpty();
            }
            assertThat(TokenPeer.ask(owner, "$JS.API.CONSUMER.INFO.S.C", ""))
                    .containsEntry("num_ack_pending", 0L)
                    .containsEntry("num_pending", 0L);
        }
    }

    @Test
    @Rows({"AC-02", "AC-03"})
    void a_push_consumer_is_heard_in_another_account_under_the_subjects_of_its_stream() {
        try (RunningServer server = start(
                        "",
                        "{stream: \"deliver.>\"}",
                        "{stream: {account: OWNER, subject: \"deliver.>\"}, prefix: from}");
                Peer owner = Peer.login(server, "owner");
                Peer user = Peer.login(server, "user")) {
            TokenPeer.request(owner, "$JS.API.STREAM.CREATE.S", STREAM);
            user.send("SUB from.deliver.c 1\r\n");
            user.fence();
            assertThat(TokenPeer.request(
                            owner,
                            "$JS.API.CONSUMER.CREATE.S.C",
                            "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"C\",\"ack_policy\":\"none\","
                                    + "\"deliver_subject\":\"deliver.c\"}}"))
                    .contains("\"name\":\"C\"");
            publish(owner, "orders.a");
            assertThat(user.word()).startsWith("MSG orders.a 1 $JS.ACK.S.C.1.1.1.");
            assertThat(user.line()).isEqualTo("hi");
        }
    }

    @Test
    @Rows({"JA-30", "AC-03"})
    void the_api_is_imported_by_the_name_of_its_domain_too() {
        try (RunningServer server = start(
                        ", domain: hub",
                        "{service: \"$JS.hub.API.>\"}",
                        "{service: {account: OWNER, subject: \"$JS.hub.API.>\"}, to: \"hub.>\"}");
                Peer owner = Peer.login(server, "owner");
                Peer user = Peer.login(server, "user")) {
            assertThat(TokenPeer.request(user, "hub.STREAM.CREATE.S", STREAM)).contains("\"did_create\":true");
            publish(owner, "orders.a");
            assertThat(TokenPeer.request(owner, "$JS.hub.API.STREAM.INFO.S", ""))
                    .contains("\"messages\":1");
        }
    }
}
