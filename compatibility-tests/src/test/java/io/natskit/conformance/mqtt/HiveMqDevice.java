// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.natskit.conformance.contract.Certificates;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The HiveMQ client, by its asynchronous view. */
final class HiveMqDevice implements Device {
    private final Mqtt3AsyncClient client;
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final boolean present;

    HiveMqDevice(Way way) {
        client = builder(way)
                .addDisconnectedListener(context -> ended.countDown())
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, message -> heard.add(incoming(message)));
        present = done(client.connect(connect(way))).isSessionPresent();
    }

    private static Mqtt3ClientBuilder builder(Way way) {
        Mqtt3ClientBuilder builder = MqttClient.builder()
                .useMqttVersion3()
                .identifier(way.id())
                .serverHost("127.0.0.1")
                .serverPort(way.port());
        Certificates trusted = way.trusted();
        if (trusted != null) {
            builder = builder.sslConfig(MqttClientSslConfig.builder()
                    .trustManagerFactory(trusted.trustFactory())
                    .build());
        }
        return way.web()
                ? builder.webSocketConfig(
                        MqttWebSocketConfig.builder().serverPath("mqtt").build())
                : builder;
    }

    private static Mqtt3Connect connect(Way way) {
        Mqtt3ConnectBuilder builder = Mqtt3Connect.builder().cleanSession(way.clean());
        String password = way.password();
        if (password != null) {
            builder = builder.simpleAuth(Mqtt3SimpleAuth.builder()
                    .username(Objects.requireNonNull(way.user()))
                    .password(password.getBytes(UTF_8))
                    .build());
        }
        Message will = way.will();
        return (will == null ? builder : builder.willPublish(outgoing(will))).build();
    }

    private static Mqtt3Publish outgoing(Message message) {
        return Mqtt3Publish.builder()
                .topic(message.topic())
                .qos(Objects.requireNonNull(MqttQos.fromCode(message.qos())))
                .payload(message.payload().getBytes(UTF_8))
                .retain(message.retained())
                .build();
    }

    private static Message incoming(Mqtt3Publish message) {
        return new Message(
                message.getTopic().toString(),
                new String(message.getPayloadAsBytes(), UTF_8),
                message.getQos().getCode(),
                message.isRetain());
    }

    private static <T> T done(CompletableFuture<T> step) {
        return step.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    @Override
    public boolean isPresent() {
        return present;
    }

    @Override
    public Device subscribe(String filter, int qos) {
        var answer = done(client.subscribeWith()
                .topicFilter(filter)
                .qos(Objects.requireNonNull(MqttQos.fromCode(qos)))
                .send());
        int granted = answer.getReturnCodes().get(0).getCode();
        if (granted != qos) {
            throw new IllegalStateException("granted: " + granted + " (expected: " + qos + ")");
        }
        return this;
    }

    @Override
    public Device publish(Message message) {
        done(client.publish(outgoing(message)));
        return this;
    }

    @Override
    public Message next() {
        return Queues.take(heard);
    }

    @Override
    public void awaitEnd() {
        Queues.await(ended);
    }

    @Override
    public void close() {
        // a line that broke just now is as good as one that was ended
        done(client.disconnect().exceptionally(notConnected -> null));
    }
}
