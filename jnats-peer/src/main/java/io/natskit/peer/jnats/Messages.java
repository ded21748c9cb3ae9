// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Messages of jnats from and to lines. */
final class Messages {
    private Messages() {}

    /** A message whose headers are the options that start with {@code h.}; several values of one name are kept apart by commas. */
    static Message message(String subject, @Nullable String reply, byte[] payload, Map<String, String> options) {
        NatsMessage.Builder builder = NatsMessage.builder().subject(subject).data(payload);
        if (reply != null) {
            builder.replyTo(reply);
        }
        Headers headers = new Headers();
        options.forEach((key, value) -> {
            if (key.startsWith("h.")) {
                headers.add(key.substring(2), value.split(","));
            }
        });
        return headers.isEmpty() ? builder.build() : builder.headers(headers).build();
    }

    /** {@code msg subject=S [reply=R] [status=CODE[:TEXT]] [h.KEY=VALUE]… payload=P}, headers in the order of their names. */
    static String line(Message message) {
        StringBuilder line = new StringBuilder("msg subject=").append(Words.word(message.getSubject()));
        if (message.getReplyTo() != null) {
            line.append(" reply=").append(Words.word(message.getReplyTo()));
        }
        if (message.isStatusMessage() && message.getStatus() != null) {
            line.append(" status=")
                    .append(Words.word(message.getStatus().getCode() + ":"
                            + message.getStatus().getMessage()));
        }
        Headers headers = message.getHeaders();
        if (headers != null) {
            for (String key : new TreeSet<>(headers.keySet())) {
                line.append(" h.").append(Words.word(key)).append('=');
                line.append(Words.word(String.join(",", headers.get(key))));
            }
        }
        byte[] data = message.getData();
        return line.append(" payload=")
                .append(Words.word(data == null ? new byte[0] : data))
                .toString();
    }

    static byte[] prefixed(String prefix, byte[] payload) {
        byte[] head = Words.text(prefix).getBytes(StandardCharsets.UTF_8);
        byte[] joined = new byte[head.length + payload.length];
        System.arraycopy(head, 0, joined, 0, head.length);
        System.arraycopy(payload, 0, joined, head.length, payload.length);
        return joined;
    }
}
