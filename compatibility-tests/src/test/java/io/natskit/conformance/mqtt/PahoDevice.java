// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.natskit.conformance.contract.Certificates;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** Eclipse Paho. */
final class PahoDevice implements Device, MqttCallback {
    private final MqttClient client;
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final boolean present;

    PahoDevice(Way way) {
        String scheme = way.web() ? "ws" : way.trusted() == null ? "tcp" : "ssl";
        String path = way.web() ? "/mqtt" : "";
        try {
            client = new MqttClient(scheme + "://127.0.0.1:" + way.port() + path, way.id(), new MemoryPersistence());
            client.setTimeToWait(PATIENCE.toMillis());
            client.setCallback(this);
            IMqttToken answer = client.connectWithResult(options(way));
            present = answer.getSessionPresent();
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MqttConnectOptions options(Way way) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(way.clean());
        options.setConnectionTimeout((int) PATIENCE.toSeconds());
        Certificates trusted = way.trusted();
        if (trusted != null) {
            options.setSocketFactory(trusted.trusting().getSocketFactory());
        }
        String password = way.password();
        if (password != null) {
            options.setUserName(way.user());
            options.setPassword(password.toCharArray());
        }
        Message will = way.will();
        if (will != null) {
            options.setWill(will.topic(), will.payload().getBytes(UTF_8), will.qos(), will.retained());
        }
        return options;
    }

    @Override
    public boolean isPresent() {
        return present;
    }

    @Override
    public Device subscribe(String filter, int qos) {
        try {
            IMqttToken answer = client.subscribeWithResponse(filter, qos);
            int granted = answer.getGrantedQos()[0];
            if (granted != qos) {
                throw new IllegalStateException("granted: " + granted + " (expected: " + qos + ")");
            }
            return this;
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Device publish(Message message) {
        try {
            client.publish(message.topic(), message.payload().getBytes(UTF_8), message.qos(), message.retained());
            return this;
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
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
    public void messageArrived(String topic, MqttMessage message) {
        heard.add(new Message(topic, new String(message.getPayload(), UTF_8), message.getQos(), message.isRetained()));
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        ended.countDown();
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // publish waits for that itself
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect(TimeUnit.SECONDS.toMillis(1));
            }
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }
}
