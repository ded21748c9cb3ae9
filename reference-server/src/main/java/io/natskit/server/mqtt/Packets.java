// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.util.List;

/** What a client's packets ask for. Called by the decoder, on the client's loop; arrays are the decoder's, but those of records. */
interface Packets {
    /** The first packet; it comes once. */
    void connect(ConnectPacket packet);

    /** A message; topic and flags are checked, but for what a topic may not hold. */
    void publish(PublishPacket packet) throws MalformedPacketException;

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    void acknowledge(int type, int identifier);

    /** Wants what is published on these. */
    void subscribe(int identifier, List<TopicFilter> filters);

    /** Wants it no more. */
    void unsubscribe(int identifier, List<TopicFilter> filters);

    /** Is still there. */
    void ping();

    /** Goes, and means it. */
    void disconnect();

    /** What came is no packet; CONNACK with {@code code} if that is not 0. Nothing follows. */
    void malformed(int code, String text);

    /** A packet of so many bytes is longer than allowed. Nothing follows. */
    void tooLong(int bytes);
}
