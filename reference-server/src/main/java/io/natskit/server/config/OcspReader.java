// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.OcspOptions.Mode;
import io.natskit.wire.GoDuration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads {@code ocsp}, and {@code ocsp_peer} of a {@code tls} block, with the messages of nats-server. */
final class OcspReader {
    private OcspReader() {}

    /** Of the server's own certificates. */
    static OcspOptions own(ConfigNode node) {
        if (node.value() instanceof Boolean on) {
            return new OcspOptions(on ? Mode.AUTO : Mode.NEVER, List.of());
        }
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "error parsing ocsp config: unsupported type " + node.goType());
        }
        Mode mode = Mode.AUTO;
        List<URI> urls = List.of();
        for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(node).entrySet()) {
            ConfigNode value = field.getValue();
            switch (GoText.lower(field.getKey())) {
                case "mode" -> mode = mode(value);
                case "url" -> urls = List.of(address(value));
                case "urls" ->
                    urls = ConfigProblems.list(value).stream()
                            .map(OcspReader::address)
                            .toList();
                default ->
                    throw ConfigProblems.mismatch(
                            value,
                            "error parsing ocsp config: unsupported field " + GoText.quote(field.getKey())
                                    + " (expected: mode, url or urls)");
            }
        }
        return new OcspOptions(mode, urls);
    }

    private static Mode mode(ConfigNode value) {
        String asked = ConfigProblems.string(value);
        for (Mode mode : Mode.values()) {
            if (GoText.lower(asked).equals(GoText.lower(mode.name()))) {
                return mode;
            }
        }
        throw ConfigProblems.mismatch(
                value,
                "error parsing ocsp config: unsupported ocsp mode " + GoText.quote(asked)
                        + " (expected: auto, always, must or never)");
    }

    private static URI address(ConfigNode value) {
        String text = ConfigProblems.string(value);
        try {
            URI address = URI.create(text);
            if (address.getHost() != null && Set.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // as any other text that is none
        }
        throw ConfigProblems.mismatch(
                value,
                "error parsing ocsp config: url " + GoText.quote(text) + " (expected: an http or https address)");
    }

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
