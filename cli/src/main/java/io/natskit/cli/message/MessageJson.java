// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.message;

import io.natskit.cli.terminal.JsonText;
import io.natskit.client.Message;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Metadata;
import io.natskit.jetstream.StoredMessage;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Messages as JSON: the payload as text where it is UTF-8, else in base64 under another name. */
public final class MessageJson {
    private MessageJson() {}

    /** A message that came, with this payload. */
    public static byte[] of(Message message, byte[] payload) {
        return JsonText.object(out -> {
            out.field("subject", message.subject()).fieldIfPresent("reply", message.replyTo());
            headers(out, message.headers());
            if (message instanceof JetStreamMessage stored) {
                Metadata place = stored.metadata();
                out.field("stream", place.stream()).field("seq", place.streamSequence());
                out.field("consumer", place.consumer()).field("delivered", place.delivered());
                out.field("pending", place.pending()).time("time", place.time());
            }
            payload(out, payload);
        });
    }

    /** A message as a stream keeps it, with this payload. */
    public static byte[] of(StoredMessage message, byte[] payload) {
        return JsonText.object(out -> {
            out.field("subject", message.subject())
                    .field("seq", message.sequence())
                    .time("time", message.time());
            headers(out, message.headers());
            payload(out, payload);
        });
    }

    /** Adds a payload to a document. */
    public static void payload(JsonWriter out, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            out.field("data", text);
        } else {
            out.base64("data_base64", bytes);
        }
    }

    private static void headers(JsonWriter out, Headers headers) {
        if (headers.names().isEmpty()) {
            return;
        }
        out.begin("headers");
        headers.names().forEach(name -> out.strings(name, headers.all(name)));
        out.end();
    }
}
