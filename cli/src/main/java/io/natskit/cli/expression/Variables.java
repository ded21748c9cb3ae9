// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.json.JsonObject;
import java.util.Map;

/** What expressions name of a stream or a consumer: {@code config}, {@code state}, {@code info} and {@code Info}. */
public final class Variables {
    private Variables() {}

    /** Of a stream. */
    public static Map<String, Object> of(StreamInfo info) {
        return of(info.toJson(), Shapes.stream(), true);
    }

    /** Of a consumer, whose state is all that is told of it. */
    public static Map<String, Object> of(ConsumerInfo info) {
        return of(info.toJson(), Shapes.consumer(), false);
    }

    private static Map<String, Object> of(byte[] json, Shape shape, boolean hasState) {
        JsonObject document = JsonObject.parse(json);
        Map<String, Object> info = Documents.map(document, shape);
        return Map.of(
                "config",
                info.getOrDefault("config", Nil.NIL),
                "state",
                hasState ? info.getOrDefault("state", Nil.NIL) : info,
                "info",
                info,
                "Info",
                Documents.struct(document, shape));
    }
}
