// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code proxies}: the public keys of those that clients may come through (ADR-55), with the messages of nats-server. */
final class ProxiesReader {
    private final ConfigProblems problems;

    ProxiesReader(ConfigProblems problems) {
        this.problems = problems;
    }

    List<String> read(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "expected proxies to be a map/struct, got " + node.goType());
        }
        List<String> trusted = new ArrayList<>();
        ConfigProblems.map(node).forEach((name, value) -> {
            if (GoText.lower(name).equals("trusted")) {
                trusted.addAll(trusted(value));
            } else {
                problems.unknown(value, name);
            }
        });
        return trusted;
    }

    private List<String> trusted(ConfigNode node) {
        if (!(node.value() instanceof List)) {
            throw ConfigProblems.mismatch(node, "expected proxies' trusted field to be an array, got " + node.goType());
        }
        List<String> keys = new ArrayList<>();
        for (ConfigNode entry : ConfigProblems.list(node)) {
            if (!(entry.value() instanceof Map)) {
                problems.error(entry, "expected proxies' trusted entry to be a map/struct, got " + entry.goType());
                continue;
            }
            ConfigProblems.map(entry).forEach((name, value) -> {
                switch (GoText.lower(name)) {
                    case "key", "public_key" -> {
                        String key = ConfigProblems.string(value);
                        if (PublicKeys.isAny(key)) {
                            keys.add(key);
                        } else {
                            problems.error(value, "invalid proxy key " + GoText.quote(key));
                        }
                    }
                    default -> problems.unknown(value, name);
                }
            });
        }
        return keys;
    }
}
