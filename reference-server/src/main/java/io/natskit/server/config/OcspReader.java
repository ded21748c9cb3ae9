// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.GoDuration;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Reads {@code ocsp_peer} of a {@code tls} block, with the messages of nats-server. */
final class OcspReader {
    private OcspReader() {}

    static OcspPeerOptions peer(ConfigNode node) {
        OcspPeerOptions.Builder builder = OcspPeerOptions.builder();
        if (node.value() instanceof Boolean on) {
            return builder.verify(on).build();
        }
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(
                    node, "expected map to define OCSP peer options, got [" + node.goType() + "]");
        }
        ConfigProblems.map(node).forEach((field, value) -> {
            switch (GoText.lower(field)) {
                case "verify" -> builder.verify(flag(field, value));
                case "ca_timeout" -> time(value, builder::timeout);
                case "cache_ttl_when_next_update_unset" -> time(value, builder::lifeOfUndated);
                // the JDK's own tolerance holds, see docs/differences.md
                case "allowed_clockskew" -> time(value, skew -> {});
                case "warn_only" -> builder.warnOnly(flag(field, value));
                case "unknown_is_good" -> builder.unknownIsGood(flag(field, value));
                case "allow_when_ca_unreachable" -> builder.allowWhenUnreachable(flag(field, value));
                default -> throw unknown(field, value);
            }
        });
        return builder.build();
    }

    private static ConfigProblems.Mismatch unknown(String field, ConfigNode value) {
        return ConfigProblems.mismatch(
                value, "error parsing tls peer config, unknown field [" + GoText.quote(field) + "]");
    }

    private static boolean flag(String field, ConfigNode value) {
        if (value.value() instanceof Boolean flag) {
            return flag;
        }
        throw unknown(field, value);
    }

    private static void time(ConfigNode value, Consumer<Duration> setter) {
        Duration time = duration(value);
        if (!time.isNegative()) {
            setter.accept(time);
        }
    }

    private static Duration duration(ConfigNode value) {
        if (value.value() instanceof Long seconds) {
            return Duration.ofSeconds(seconds);
        }
        if (value.value() instanceof Double seconds) {
            return Duration.ofNanos((long) (seconds * 1e9));
        }
        if (value.value() instanceof String text) {
            try {
                return GoDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw ConfigProblems.mismatch(
                        value, "error parsing tls peer config, conversion error: " + e.getMessage());
            }
        }
        throw ConfigProblems.mismatch(value, "error parsing tls peer config, conversion error: unexpected type");
    }
}
