// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;

/** Reads replies of the API: an object, perhaps with an error in it. */
final class ApiReplies {
    private ApiReplies() {}

    /** The object; throws {@link JetStreamApiException} for an error in it, or for what is no object. */
    static JsonObject read(Message reply) {
        JsonObject object;
        try {
            object = JsonObject.parse(reply.bytes());
        } catch (JsonException e) {
            throw new JetStreamApiException(500, 0, "not an answer of JetStream: " + e.getMessage());
        }
        JsonObject error = object.object("error");
        if (error != null) {
            throw error(error);
        }
        return object;
    }

    /** An error object as an exception. */
    static JetStreamApiException error(JsonObject error) {
        String description = error.string("description");
        return new JetStreamApiException(
                (int) error.integer("code", 0),
                (int) error.integer("err_code", 0),
                description == null ? "" : description);
    }

    /** Whether the API says that there is no such thing. */
    static boolean isNotFound(Message reply) {
        try {
            read(reply);
            return false;
        } catch (JetStreamApiException e) {
            return e.code() == 404;
        }
    }
}
