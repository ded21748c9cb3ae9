// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.config;

import io.natskit.client.Registration;
import io.natskit.kv.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Feature flags that follow keys of a bucket: {@code <prefix>.<flag>}. A flag's text is {@code on}, {@code off}, a share such as {@code 25%}, or {@code only} with names
 * ({@code only ada, grace}); shares and names go together: {@code 25%, ada}. Asking never waits. A flag that is not there, or whose text says nothing known, is off.
 *
 * <p>Who is among a share is decided by the flag's and the user's names alone: the same everywhere, for each flag another part of the users, and whoever is in stays in when the
 * share grows.
 */
public final class FeatureFlags implements AutoCloseable {
    private static final int WHOLE = 10_000;

    private final Configuration<Map<String, Rule>> rules;

    private record Rule(int share, Set<String> names) {
        static final Rule OFF = new Rule(0, Set.of());

        static Rule of(String text) {
            int share = 0;
            Set<String> names = new HashSet<>();
            String rest = text.strip();
            if (rest.startsWith("only ")) {
                rest = rest.substring(5);
            }
            for (int from = 0; from <= rest.length(); ) {
                int comma = rest.indexOf(',', from);
                int end = comma < 0 ? rest.length() : comma;
                String part = rest.substring(from, end).strip();
                from = end + 1;
                if (part.equals("on")) {
                    share = WHOLE;
                } else if (part.endsWith("%")) {
                    share = share(part.substring(0, part.length() - 1));
                } else if (!part.equals("off") && !part.isEmpty()) {
                    names.add(part);
                }
            }
            return new Rule(share, Set.copyOf(names));
        }

        private static int share(String percent) {
            try {
                double share = Double.parseDouble(percent.strip());
                return share >= 0 && share <= 100 ? (int) Math.round(share * WHOLE / 100) : 0;
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    private FeatureFlags(Configuration<Map<String, Rule>> rules) {
        this.rules = rules;
    }

    /** Follows the flags behind {@code prefix} and a dot; returns when those that are there have been read. */
    public static FeatureFlags follow(Bucket<String, String> bucket, String prefix) {
        return new FeatureFlags(Configuration.follow(bucket, prefix, FeatureFlags::rules));
    }

    /** {@link #follow} for callers that must not wait. */
    public static CompletableFuture<FeatureFlags> followAsync(Bucket<String, String> bucket, String prefix) {
        CompletableFuture<Configuration<Map<String, Rule>>> rules =
                Configuration.followAsync(bucket, prefix, FeatureFlags::rules);
        CompletableFuture<FeatureFlags> flags = rules.thenApply(FeatureFlags::new);
        flags.whenComplete((made, error) -> {
            if (flags.isCancelled()) {
                rules.cancel(false);
            }
        });
        return flags;
    }

    private static Map<String, Rule> rules(Map<String, String> texts) {
        Map<String, Rule> rules = new HashMap<>();
        texts.forEach((flag, text) -> rules.put(flag, Rule.of(text)));
        return Map.copyOf(rules);
    }

    private Rule rule(String flag) {
        return rules.get().getOrDefault(flag, Rule.OFF);
    }

    /** Whether a flag is on for everybody. */
    public boolean isOn(String flag) {
        return rule(flag).share() == WHOLE;
    }

    /** Whether a flag is on for a user: for everybody, by name, or by the share. */
    public boolean isOn(String flag, String user) {
        Rule rule = rule(flag);
        return rule.share() == WHOLE || rule.names().contains(user) || place(flag, user) < rule.share();
    }

    /** Where a user stands among all for a flag, from 0 to 9,999. */
    private static int place(String flag, String user) {
        CRC32 crc = new CRC32();
        crc.update((flag + "\n" + user).getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % WHOLE);
    }

    /** The names of the flags that are there. */
    public Set<String> names() {
        return rules.get().keySet();
    }

    /** Is told the name of each flag that changed, on the connection's callback executor. */
    public Registration onChange(Consumer<? super String> listener) {
        return rules.onChange((before, now) -> {
            Set<String> all = new HashSet<>(before.keySet());
            all.addAll(now.keySet());
            for (String flag : all) {
                if (!before.getOrDefault(flag, Rule.OFF).equals(now.getOrDefault(flag, Rule.OFF))) {
                    listener.accept(flag);
                }
            }
        });
    }

    /** Follows no more; flags stay as they are. */
    @Override
    public void close() {
        rules.close();
    }
}
