// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.OperatorOptions.Resolver;
import io.natskit.wire.GoDuration;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code resolver} field, a word, an address or a map, with the messages of nats-server. */
final class ResolverReader {
    private final ConfigProblems problems;

    ResolverReader(ConfigProblems problems) {
        this.problems = problems;
    }

    Resolver read(ConfigNode node) {
        if (node.value() instanceof String text) {
            return byText(node, text);
        }
        if (node.value() instanceof Map) {
            return byMap(node);
        }
        throw ConfigProblems.mismatch(node, "error parsing operator resolver, wrong type " + node.goType());
    }

    /** What a map says, zero or false where it says nothing. */
    private static final class Fields {
        String type = "";
        String directory = "";
        boolean allowDelete;

        @Nullable
        Boolean hardDelete;

        long limit;
        Duration timeToLive = Duration.ZERO;
        Duration interval = Duration.ZERO;
        Duration timeout = Resolver.Http.TIMEOUT;
    }

    private Resolver byMap(ConfigNode node) {
        Fields fields = new Fields();
        ConfigProblems.map(node).forEach((name, value) -> field(node, name, value, fields));
        return switch (GoText.lower(fields.type)) {
            case "mem", "memory" -> new Resolver.Memory();
            case "full" -> full(node, fields);
            case "cache" -> cache(node, fields);
            default -> throw unknown(node);
        };
    }

    private void field(ConfigNode node, String name, ConfigNode value, Fields fields) {
        switch (name) {
            case "type" -> fields.type = ConfigProblems.string(value);
            case "dir" -> fields.directory = ConfigProblems.string(value);
            case "allow_delete" -> fields.allowDelete = ConfigProblems.bool(value);
            case "hard_delete" -> fields.hardDelete = ConfigProblems.bool(value);
            case "limit" -> fields.limit = ConfigProblems.number(value);
            case "ttl" -> fields.timeToLive = duration(node, value);
            case "interval" -> fields.interval = duration(node, value);
            case "timeout" -> {
                fields.timeout = duration(node, value);
                if (fields.timeout.isZero() || fields.timeout.isNegative()) {
                    throw ConfigProblems.mismatch(
                            node, "Fetch timeout " + GoDuration.format(fields.timeout) + " is too smal");
                }
            }
            default -> problems.unknown(value, name);
        }
    }

    private static Duration duration(ConfigNode node, ConfigNode value) {
        try {
            return GoDuration.parse(ConfigProblems.string(value));
        } catch (IllegalArgumentException e) {
            throw ConfigProblems.mismatch(node, String.valueOf(e.getMessage()));
        }
    }

    private Resolver full(ConfigNode node, Fields fields) {
        Path directory = directory(node, fields);
        if (!fields.timeToLive.isZero()) {
            problems.error(node, "FULL does not accept ttl");
        }
        if (fields.hardDelete != null && !fields.allowDelete) {
            problems.error(node, "hard_delete has no effect without delete");
        }
        Resolver.Deletion deletion = !fields.allowDelete
                ? Resolver.Deletion.REFUSED
                : Boolean.TRUE.equals(fields.hardDelete) ? Resolver.Deletion.REMOVED : Resolver.Deletion.RENAMED;
        return new Resolver.Full(directory, deletion, fields.limit, fields.interval, fields.timeout);
    }

    private Resolver cache(ConfigNode node, Fields fields) {
        Path directory = directory(node, fields);
        if (!fields.interval.isZero()) {
            problems.error(node, "CACHE does not accept sync");
        }
        if (fields.allowDelete) {
            problems.error(node, "CACHE does not accept allow_delete");
        }
        if (fields.hardDelete != null) {
            problems.error(node, "CACHE does not accept hard_delete");
        }
        return new Resolver.Cache(directory, fields.limit, fields.timeToLive, fields.timeout);
    }

    private static Path directory(ConfigNode node, Fields fields) {
        if (fields.directory.isEmpty()) {
            throw ConfigProblems.mismatch(node, "dir has no value and needs to point to a directory");
        }
        Path directory = ConfigProblems.path(node, fields.directory);
        if (Files.exists(directory) && !(Files.isDirectory(directory) && Files.isWritable(directory))) {
            throw ConfigProblems.mismatch(node, "dir needs to point to an accessible directory");
        }
        return directory;
    }

    private static Resolver byText(ConfigNode node, String text) {
        String lower = GoText.lower(text);
        if (lower.contains("mem")) {
            return new Resolver.Memory();
        }
        int open = lower.indexOf("url(");
        if (open < 0) {
            throw unknown(node);
        }
        int close = text.indexOf(')', open);
        String url = text.substring(open + "url(".length(), close < 0 ? text.length() : close)
                .replace("\"", "")
                .strip();
        try {
            URI parsed = new URI(url);
            String scheme = parsed.getScheme();
            if (scheme == null || !(scheme.equals("http") || scheme.equals("https")) || parsed.getHost() == null) {
                throw ConfigProblems.mismatch(
                        node, "error parsing account resolver url: expected http or https and a host");
            }
        } catch (URISyntaxException e) {
            throw ConfigProblems.mismatch(node, "error parsing account resolver url: " + e.getReason());
        }
        return new Resolver.Http(url, Resolver.Http.TIMEOUT);
    }

    private static ConfigProblems.Mismatch unknown(ConfigNode node) {
        return ConfigProblems.mismatch(
                node,
                "error parsing account resolver, should be MEM or  URL(\"url\") or a map containing dir and type"
                        + " state=[FULL|CACHE])");
    }
}
