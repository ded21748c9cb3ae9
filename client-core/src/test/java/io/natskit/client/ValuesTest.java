// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Test
    void a_prepared_subject_is_encoded_once() {
        Subject subject = Subject.of("orders.é");
        byte[] target = new byte[20];
        int end = subject.writeTo(target, 3);
        assertThat(end - 3).isEqualTo(subject.encodedLength()).isEqualTo(9);
        assertThat(new String(target, 3, end - 3, StandardCharsets.UTF_8)).isEqualTo("orders.é");
        assertThat(subject).hasToString("orders.é").isEqualTo(Subject.of("orders.é"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a.*", "a.>", ">", "a b", "a\tb", "a\r\nPUB x 0"})
    void a_prepared_subject_is_strict(String subject) {
        assertThatIllegalArgumentException().isThrownBy(() -> Subject.of(subject));
    }

    @Test
    void an_outgoing_message_carries_what_it_was_given() {
        ByteBuffer buffer = ByteBuffer.wrap("xxhelloxx".getBytes(StandardCharsets.UTF_8), 2, 5);
        OutgoingMessage message = OutgoingMessage.to("a")
                .header("K", "1")
                .header("K", "2")
                .replyTo("r")
                .payload(buffer)
                .build();
        assertThat(message.headers().all("K")).containsExactly("1", "2");
        assertThat(message.replyTo()).isEqualTo("r");
        assertThat(message.size()).isEqualTo(5);
        assertThat(buffer.position()).isEqualTo(2);
        byte[] target = new byte[7];
        assertThat(message.writePayloadTo(target, 1)).isEqualTo(6);
        assertThat(new String(target, 1, 5, StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(message.payload().isReadOnly()).isTrue();
        assertThat(message.withReplyTo("s").replyTo()).isEqualTo("s");
        assertThat(message.withReplyTo("s").headers()).isEqualTo(message.headers());
    }

    @Test
    void part_of_an_array_is_a_payload_too() {
        byte[] bytes = {0, 1, 2, 3, 4};
        OutgoingMessage message =
                OutgoingMessage.to(Subject.of("a")).payload(bytes, 1, 3).build();
        byte[] target = new byte[3];
        message.writePayloadTo(target, 0);
        assertThat(target).containsExactly(1, 2, 3);
        assertThat(message.prepared()).isEqualTo(Subject.of("a"));
    }

    static List<NatsException> failures() {
        SubscriptionEnd end = new SubscriptionEnd(SubscriptionEnd.Reason.UNSUBSCRIBED, null);
        return List.of(
                new OperationTimeoutException("flush", Duration.ofMillis(5)),
                new RequestTimeoutException("a", Duration.ofMillis(5)),
                new NoRespondersException("a"),
                new NotConnectedException("away"),
                new ConnectFailedException("none of [a]", null),
                new ConnectionClosedException("closed"),
                new InDoubtException("in doubt", null),
                new BackPressureException(5, 4),
                new PayloadTooLargeException(5, 4),
                new ServerErrorException(ServerErrorKind.OTHER, "odd"),
                new AuthenticationException(ServerErrorKind.AUTHORIZATION_VIOLATION, "no", null),
                new PermissionException(PermissionException.Action.PUBLISH, "a", null, "no"),
                new ProtocolViolationException("what"),
                new SlowConsumerException("a", 1, 2),
                new SubscriptionEndedException("a", end),
                new InterruptedWaitException("next", null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_copy_says_the_same_and_has_its_own_stack(NatsException failure) {
        NatsException copy = failure.copy();
        assertThat(copy).isExactlyInstanceOf(failure.getClass());
        assertThat(copy.getMessage()).endsWith(String.valueOf(failure.getMessage()));
        assertThat(copy.getCause()).isSameAs(failure);
        assertThat(copy.retryable()).isEqualTo(failure.retryable());
        assertThat(copy.getStackTrace()).isNotEqualTo(failure.getStackTrace());
    }

    @Test
    void waits_in_messages_are_milliseconds() {
        assertThat(new RequestTimeoutException("a.b", Duration.ofMillis(250)))
                .hasMessage("reply to request on \"a.b\" took longer than 250 ms");
    }

    @Test
    void server_info_keeps_what_it_does_not_know() {
        byte[] json =
                ("{\"server_id\":\"NX\",\"version\":\"2.15.2\",\"max_payload\":1024,\"ldm\":true,\"headers\":true,"
                                + "\"connect_urls\":[\"a:1\",\"b:2\"],\"nonce\":\"n\",\"client_id\":7,\"new_thing\":\"x\"}")
                        .getBytes(StandardCharsets.UTF_8);
        ServerInfo info = ServerInfo.parse(json, 0, json.length);
        assertThat(info.serverId()).isEqualTo("NX");
        assertThat(info.maxPayload()).isEqualTo(1024);
        assertThat(info.lameDuck()).isTrue();
        assertThat(info.connectUrls()).containsExactly("a:1", "b:2");
        assertThat(info.nonce()).contains("n");
        assertThat(info.cluster()).isEmpty();
        assertThat(info.clientId()).isEqualTo(7);
        assertThat(info.json().string("new_thing")).isEqualTo("x");
    }
}
