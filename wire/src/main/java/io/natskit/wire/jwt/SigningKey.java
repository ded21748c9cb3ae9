// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs for an account, with a template for the users that it signs unless that is null.
 *
 * @param key the public key
 * @param template the rules of every user that it signs, who may bring none; null for a key without a scope
 * @param role what such a user is called
 * @param description what it is for
 */
public record SigningKey(String key, @Nullable UserRules template, String role, String description) {
    /** A key without a scope. */
    public static SigningKey of(String key) {
        return new SigningKey(key, null, "", "");
    }

    /** A key whose users have these rules. */
    public static SigningKey scoped(String key, String role, UserRules template) {
        return new SigningKey(key, template, role, "");
    }

    static Map<String, SigningKey> readAll(StructReader in) {
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        if (in.enterArray("[]interface {}")) {
            while (in.nextElement()) {
                SigningKey key = in.isText() ? of(in.string("")) : readScope(in);
                if (key != null) {
                    keys.put(key.key, key);
                }
            }
        }
        return keys;
    }

    private static @Nullable SigningKey readScope(StructReader in) {
        if (!in.isObject()) {
            in.raw(); // nats-server passes over what is neither
            return null;
        }
        in.enter("jwt.UserScope");
        String kind = "";
        String key = "";
        String role = "";
        String description = "";
        UserRules template = UserRules.builder().build();
        while (in.next()) {
            switch (in.name()) {
                case "kind" -> kind = in.string(kind);
                case "key" -> key = in.string(key);
                case "role" -> role = in.string(role);
                case "description" -> description = in.string(description);
                case "template" -> template = template(in);
                default -> in.unknown();
            }
        }
        if (!kind.equals("user_scope")) {
            throw new JsonException("unknown signing key scope \"" + Words.shown(kind) + "\"");
        }
        return new SigningKey(key, template, role, description);
    }

    private static UserRules template(StructReader in) {
        UserRules.Builder rules = UserRules.builder();
        if (in.enter("jwt.UserPermissionLimits")) {
            while (in.next()) {
                if (!rules.read(in)) {
                    in.unknown();
                }
            }
        }
        return rules.build();
    }

    static void writeAll(Map<String, SigningKey> keys, JsonWriter out) {
        if (keys.isEmpty()) {
            return;
        }
        out.beginArray("signing_keys");
        new TreeMap<>(keys).forEach((name, key) -> {
            UserRules rules = key.template;
            if (rules == null) {
                out.textElement(name);
                return;
            }
            out.beginElement().field("kind", "user_scope").field("key", key.key).field("role", key.role);
            rules.writeFields(out.begin("template"));
            out.end().field("description", key.description).end();
        });
        out.endArray();
    }
}
