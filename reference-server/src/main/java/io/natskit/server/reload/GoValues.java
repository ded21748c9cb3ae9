// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

import io.natskit.wire.GoDuration;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values as Go prints them with {@code %v}, which nats-server's sentences about reloads do. */
final class GoValues {
    private GoValues() {}

    static String shown(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Duration duration) {
            return GoDuration.format(duration);
        }
        if (value instanceof Collection<?> all) {
            StringJoiner text = new StringJoiner(" ", "[", "]");
            all.forEach(one -> text.add(String.valueOf(one)));
            return text.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner text = new StringJoiner(" ", "map[", "]");
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(String.valueOf(key), each));
            sorted.forEach((key, each) -> text.add(key + ":" + each));
            return text.toString();
        }
        return value.toString();
    }
}
