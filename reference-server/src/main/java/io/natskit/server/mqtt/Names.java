// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.nio.charset.StandardCharsets;

/** What nats-server calls the streams, subjects, consumers and headers of MQTT, so that a store can move between it and us. */
final class Names {
    /** All that belongs to MQTT itself. */
    static final String OWN = "$MQTT.";

    static final String MESSAGES = "$MQTT_msgs";
    static final String MESSAGES_SUBJECT = "$MQTT.msgs.";
    static final String RETAINED = "$MQTT_rmsgs";
    static final String RETAINED_SUBJECT = "$MQTT.rmsgs.";
    static final String SESSIONS = "$MQTT_sess";
    static final String SESSIONS_SUBJECT = "$MQTT.sess.";
    static final String HELD = "$MQTT_qos2in";
    static final String HELD_SUBJECT = "$MQTT.qos2.in.";
    static final String OUT = "$MQTT_out";
    static final String OUT_SUBJECT = "$MQTT.out.";
    static final String RELEASE_SUBJECT = "$MQTT.out.pubrel.";
    static final String RELEASE_DELIVERY = "$MQTT.deliver.pubrel.";
    static final String RELEASE_CONSUMER = "$MQTT_PUBREL_";
    static final String DELIVERY = "$MQTT.sub.";
    static final String REPLIES = "$MQTT.JSA.";

    static final byte[] PUBLISHED = bytes("Nmqtt-Pub");
    static final byte[] SUBJECT = bytes("Nmqtt-Subject");
    static final byte[] RELEASED = bytes("Nmqtt-PubRel");
    /** Ours alone: how the message is acknowledged that a release is of. */
    static final byte[] RELEASED_OF = bytes("Nmqtt-PubRel-Of");
    /** Ours alone: what tells that message from others. */
    static final byte[] RELEASED_ID = bytes("Nmqtt-PubRel-Id");

    static final byte[] RETAINED_ORIGIN = bytes("Nmqtt-ROrigin");
    static final byte[] RETAINED_FLAGS = bytes("Nmqtt-RFlags");
    static final byte[] RETAINED_SOURCE = bytes("Nmqtt-RSource");

    private Names() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
