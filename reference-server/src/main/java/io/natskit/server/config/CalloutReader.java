// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code auth_callout}, with the messages of nats-server. */
final class CalloutReader {
    private static final String GLOBAL = "$G";

    private final ConfigProblems problems;
    private String issuer = "";
    private String account = GLOBAL;
    private List<String> users = List.of();
    private String xkey = "";
    private List<String> allowed = List.of();

    CalloutReader(ConfigProblems problems) {
        this.problems = problems;
    }

    CalloutOptions read(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(
                    node, "Expected authorization callout to be a map/struct, got " + node.shown());
        }
        ConfigProblems.map(node).forEach(this::field);
        if (issuer.isEmpty()) {
            throw ConfigProblems.mismatch(node, "Authorization callouts require an issuer to be specified");
        }
        if (users.isEmpty()) {
            throw ConfigProblems.mismatch(node, "Authorization callouts require authorized users to be specified");
        }
        return new CalloutOptions(issuer, account, users, xkey, allowed);
    }

    private void field(String name, ConfigNode value) {
        switch (GoText.lower(name)) {
            case "issuer" -> {
                issuer = ConfigProblems.string(value);
                if (!PublicKeys.isAccount(issuer)) {
                    throw ConfigProblems.mismatch(
                            value,
                            "Expected callout user to be a valid public account nkey, got " + GoText.quote(issuer));
                }
            }
            case "account", "acc" -> {
                String named = ConfigProblems.string(value);
                account = named.isEmpty() ? GLOBAL : named;
            }
            case "auth_users", "users" -> users = texts(value, "auth_users field");
            case "xkey", "key" -> {
                xkey = ConfigProblems.string(value);
                if (!PublicKeys.isCurve(xkey)) {
                    throw ConfigProblems.mismatch(
                            value, "Expected callout xkey to be a valid public xkey, got " + GoText.quote(xkey));
                }
            }
            case "allowed_accounts" -> allowed = texts(value, "allowed accounts field");
            default -> {
                if (!value.isUsedAsVariable()) {
                    problems.error(value, "Unknown field " + GoText.quote(name) + " parsing authorization callout");
                }
            }
        }
    }

    private static List<String> texts(ConfigNode value, String what) {
        if (!(value.value() instanceof List)) {
            throw ConfigProblems.mismatch(value, "Expected " + what + " to be an array, got " + value.goType());
        }
        List<String> texts = new ArrayList<>();
        for (ConfigNode entry : ConfigProblems.list(value)) {
            texts.add(ConfigProblems.string(entry));
        }
        return texts;
    }
}
