// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Packets as the log shows them, in nats-server's form. */
final class Trace {
    private Trace() {}

    static String publish(byte[] topic, int flags, int identifier, int length) {
        return topic(topic) + " dup=" + ((flags & PublishPacket.DUP) != 0) + " QoS=" + PublishPacket.qos(flags)
                + " retain=" + ((flags & PublishPacket.RETAIN) != 0) + " size=" + length
                + (identifier > 0 ? " pi=" + identifier : "");
    }

    /** A topic without anything that could end a line: it has no blanks, but may have other control characters. */
    private static String topic(byte[] topic) {
        String quoted = SessionBook.quoted(new String(topic, StandardCharsets.UTF_8));
        return quoted.substring(1, quoted.length() - 1);
    }

    static String filters(List<TopicFilter> filters, int identifier) {
        StringBuilder text = new StringBuilder("[");
        for (TopicFilter one : filters) {
            text.append(text.length() > 1 ? ", " : "")
                    .append(topic(one.topic()))
                    .append(" (")
                    .append(one.subject() == null ? "" : one.subject())
                    .append(") QoS=")
                    .append(one.qos());
        }
        return text.append("] pi=").append(identifier).toString();
    }
}
