// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.OcspCacheOptions.Type;
import io.natskit.server.config.OcspOptions.Mode;
import io.natskit.wire.GoDuration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads {@code ocsp}, {@code ocsp_cache}, and {@code ocsp_peer} of a {@code tls} block, with the messages of nats-server. */
final class OcspReader {
    private static final String OF_PEERS = "error parsing tls peer config";
    private static final String OF_CACHE = "error parsing OCSP peer cache config";
    static final Duration INTERVAL_MIN = Duration.ofSeconds(1);
    /** Longer than anything holds, and times can be reckoned with it. */
    static final Duration AGES = Duration.ofDays(100_000);

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

    /** Of the answers about the certificates of clients. */
    static OcspCacheOptions cache(ConfigNode node) {
        if (node.value() instanceof Boolean on) {
            return on ? OcspCacheOptions.LOCAL : OcspCacheOptions.NONE;
        }
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, OF_CACHE + ": unsupported type " + node.goType());
        }
        Type type = OcspCacheOptions.LOCAL.type();
        Path store = OcspCacheOptions.LOCAL.localStore();
        boolean preserves = false;
        Duration interval = OcspCacheOptions.LOCAL.saveInterval();
        for (Map.Entry<String, ConfigNode> each : ConfigProblems.map(node).entrySet()) {
            String field = each.getKey();
            ConfigNode value = each.getValue();
            switch (GoText.lower(field)) {
                case "type" -> type = type(text(OF_CACHE, field, value), value);
                case "local_store" -> {
                    String folder = text(OF_CACHE, field, value);
                    store = folder.isEmpty() ? OcspCacheOptions.LOCAL.localStore() : ConfigProblems.path(value, folder);
                }
                case "preserve_revoked" -> preserves = flag(OF_CACHE, field, value);
                case "save_interval" -> interval = interval(value);
                default -> throw unknown(OF_CACHE, field, value);
            }
        }
        return new OcspCacheOptions(type, store, preserves, interval);
    }

    private static Type type(String asked, ConfigNode value) {
        for (Type type : List.of(Type.NONE, Type.LOCAL)) {
            if (GoText.lower(asked).equals(GoText.lower(type.name()))) {
                return type;
            }
        }
        throw ConfigProblems.mismatch(value, OF_CACHE + ", unknown type [" + asked + "] (expected: none or local)");
    }

    /** Whole seconds, as in nats-server. */
    private static Duration interval(ConfigNode value) {
        Duration asked = Duration.ofSeconds(duration(OF_CACHE, value).toSeconds());
        return asked.compareTo(INTERVAL_MIN) < 0 ? INTERVAL_MIN : asked;
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
                case "verify" -> builder.verify(flag(OF_PEERS, field, value));
                case "ca_timeout" -> time(value, builder::timeout);
                case "cache_ttl_when_next_update_unset" -> time(value, builder::lifeOfUndated);
                case "allowed_clockskew" -> time(value, builder::allowedClockSkew);
                case "warn_only" -> builder.warnOnly(flag(OF_PEERS, field, value));
                case "unknown_is_good" -> builder.unknownIsGood(flag(OF_PEERS, field, value));
                case "allow_when_ca_unreachable" -> builder.allowWhenUnreachable(flag(OF_PEERS, field, value));
                default -> throw unknown(OF_PEERS, field, value);
            }
        });
        return builder.build();
    }

    private static ConfigProblems.Mismatch unknown(String context, String field, ConfigNode value) {
        return ConfigProblems.mismatch(value, context + ", unknown field [" + GoText.quote(field) + "]");
    }

    private static boolean flag(String context, String field, ConfigNode value) {
        if (value.value() instanceof Boolean flag) {
            return flag;
        }
        throw unknown(context, field, value);
    }

    private static String text(String context, String field, ConfigNode value) {
        if (value.value() instanceof String text) {
            return text;
        }
        throw unknown(context, field, value);
    }

    private static void time(ConfigNode value, Consumer<Duration> setter) {
        Duration time = duration(OF_PEERS, value);
        if (!time.isNegative()) {
            setter.accept(time);
        }
    }

    private static Duration duration(String context, ConfigNode value) {
        Duration time;
        if (value.value() instanceof Long seconds) {
            time = Duration.ofSeconds(seconds);
        } else if (value.value() instanceof Double seconds) {
            time = Duration.ofNanos((long) (seconds * 1e9));
        } else if (value.value() instanceof String text) {
            try {
                time = GoDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw ConfigProblems.mismatch(value, context + ", conversion error: " + e.getMessage());
            }
        } else {
            throw ConfigProblems.mismatch(value, context + ", conversion error: unexpected type");
        }
        return time.compareTo(AGES) > 0 ? AGES : time;
    }
}
