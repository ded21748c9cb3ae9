// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Options by name, for {@link Properties} and configuration files. Each name is {@code natskit.} and one of {@link #names()}. Durations are written as
 * {@code 250ms}, {@code 2s}, {@code 5m} or in ISO form ({@code PT2S}); sizes in bytes or as {@code 64KiB}, {@code 8MiB}.
 */
public final class OptionsProperties {

    /** What every name begins with. */
    public static final String PREFIX = "natskit.";

    private static final Map<String, BiConsumer<Options.Builder, String>> SETTERS = setters();

    private OptionsProperties() {}

    /** The names, without prefix, in alphabetical order. */
    public static List<String> names() {
        return List.copyOf(SETTERS.keySet());
    }

    static void apply(Properties properties, Options.Builder builder) {
        for (String name : properties.stringPropertyNames()) {
            if (!name.startsWith(PREFIX)) {
                continue;
            }
            BiConsumer<Options.Builder, String> setter = SETTERS.get(name.substring(PREFIX.length()));
            if (setter == null) {
                throw new IllegalArgumentException(
                        "property " + name + " (expected: " + PREFIX + " and one of " + SETTERS.keySet() + ")");
            }
            setter.accept(builder, properties.getProperty(name).strip());
        }
        user(properties, builder);
    }

    /** A user and its password are two properties and one setting. */
    private static void user(Properties properties, Options.Builder builder) {
        String user = properties.getProperty(PREFIX + "user");
        String password = properties.getProperty(PREFIX + "password");
        if (user != null) {
            builder.auth(Authenticator.userPassword(user, password == null ? new char[0] : password.toCharArray()));
        } else if (password != null) {
            throw new IllegalArgumentException(PREFIX + "password without " + PREFIX + "user (expected: both)");
        }
    }

    private static Map<String, BiConsumer<Options.Builder, String>> setters() {
        Map<String, BiConsumer<Options.Builder, String>> all = new TreeMap<>();
        general(all);
        servers(all);
        auth(all);
        buffersAndLimits(all);
        tls(all);
        return all;
    }

    private static void general(Map<String, BiConsumer<Options.Builder, String>> all) {
        all.put("name", Options.Builder::name);
        all.put("inboxPrefix", Options.Builder::inboxPrefix);
        all.put("echo", (b, v) -> b.echo(flag("echo", v)));
        all.put("verbose", (b, v) -> b.verbose(flag("verbose", v)));
        all.put("pedantic", (b, v) -> b.pedantic(flag("pedantic", v)));
        all.put("perRequestInbox", (b, v) -> b.perRequestInbox(flag("perRequestInbox", v)));
        all.put("inlineCompletions", (b, v) -> b.inlineCompletions(flag("inlineCompletions", v)));
        all.put("requestTimeout", (b, v) -> b.requestTimeout(duration("requestTimeout", v)));
        all.put("drainTimeout", (b, v) -> b.drainTimeout(duration("drainTimeout", v)));
    }

    private static void servers(Map<String, BiConsumer<Options.Builder, String>> all) {
        all.put("servers", (b, v) -> b.servers(v));
        all.put("servers.shuffle", (b, v) -> b.servers(s -> s.shuffle(flag("servers.shuffle", v))));
        all.put(
                "servers.ignoreDiscovered",
                (b, v) -> b.servers(s -> s.ignoreDiscovered(flag("servers.ignoreDiscovered", v))));
        all.put(
                "servers.nameLookup",
                (b, v) -> b.servers(
                        s -> s.nameLookup(choice("servers.nameLookup", v, ServersOptions.NameLookup::valueOf))));
        all.put(
                "servers.addressFamily",
                (b, v) -> b.servers(s ->
                        s.addressFamily(choice("servers.addressFamily", v, ServersOptions.AddressFamily::valueOf))));
        all.put(
                "servers.connectTimeout",
                (b, v) -> b.servers(s -> s.connectTimeout(duration("servers.connectTimeout", v))));
        all.put(
                "servers.retryFirstConnect",
                (b, v) -> b.servers(s -> s.retryFirstConnect(flag("servers.retryFirstConnect", v))));
        all.put("servers.pingInterval", (b, v) -> b.servers(s -> s.pingInterval(duration("servers.pingInterval", v))));
        all.put("servers.pingsOutMax", (b, v) -> b.servers(s -> s.pingsOutMax(integer("servers.pingsOutMax", v))));
        all.put("reconnect.enabled", (b, v) -> b.reconnect(r -> r.enabled(flag("reconnect.enabled", v))));
        all.put(
                "reconnect.maxAttempts",
                (b, v) -> b.reconnect(r -> r.maxAttempts(integer("reconnect.maxAttempts", v))));
        all.put(
                "reconnect.wait",
                (b, v) -> b.reconnect(r ->
                        r.policy(ReconnectPolicy.constant(duration("reconnect.wait", v), Duration.ofMillis(100)))));
        all.put(
                "reconnect.closeOnRepeatedAuthError",
                (b, v) -> b.reconnect(r -> r.closeOnRepeatedAuthError(flag("reconnect.closeOnRepeatedAuthError", v))));
        all.put(
                "reconnect.moveOnLameDuck",
                (b, v) -> b.reconnect(r -> r.moveOnLameDuck(flag("reconnect.moveOnLameDuck", v))));
    }

    private static void auth(Map<String, BiConsumer<Options.Builder, String>> all) {
        all.put("token", (b, v) -> b.auth(Authenticator.token(v)));
        all.put("user", (b, v) -> {});
        all.put("password", (b, v) -> {});
        all.put("nkeyFile", (b, v) -> b.auth(Authenticator.nkeyFile(Path.of(v))));
        all.put("credentialsFile", (b, v) -> b.auth(Authenticator.credentialsFile(Path.of(v))));
        all.put("context", Options.Builder::context);
    }

    private static void buffersAndLimits(Map<String, BiConsumer<Options.Builder, String>> all) {
        all.put(
                "limits.pendingMessagesMax",
                (b, v) -> b.limits(l -> l.pendingMessagesMax(size("limits.pendingMessagesMax", v))));
        all.put(
                "limits.pendingBytesMax",
                (b, v) -> b.limits(l -> l.pendingBytesMax(size("limits.pendingBytesMax", v))));
        all.put(
                "limits.overflow",
                (b, v) -> b.limits(l -> l.overflow(choice("limits.overflow", v, OverflowPolicy::valueOf))));
        all.put(
                "limits.controlLineMax",
                (b, v) -> b.limits(l -> l.controlLineMax(integer("limits.controlLineMax", v))));
        all.put("limits.checkPayload", (b, v) -> b.limits(l -> l.checkPayload(flag("limits.checkPayload", v))));
        all.put(
                "limits.subjectCheck",
                (b, v) -> b.limits(l -> l.subjectCheck(choice("limits.subjectCheck", v, SubjectCheck::valueOf))));
        all.put("buffers.outgoingBytes", (b, v) -> b.buffers(o -> o.outgoingBytes(size("buffers.outgoingBytes", v))));
        all.put("buffers.waitingBytes", (b, v) -> b.buffers(o -> o.waitingBytes(size("buffers.waitingBytes", v))));
        all.put("buffers.offlineBytes", (b, v) -> b.buffers(o -> o.offlineBytes(size("buffers.offlineBytes", v))));
        all.put("buffers.backPressure", (b, v) -> b.buffers(o -> o.backPressure(backPressure(v))));
        all.put(
                "buffers.readBufferBytes",
                (b, v) -> b.buffers(o -> o.readBufferBytes((int) size("buffers.readBufferBytes", v))));
        all.put("buffers.writeTimeout", (b, v) -> b.buffers(o -> o.writeTimeout(duration("buffers.writeTimeout", v))));
    }

    private static void tls(Map<String, BiConsumer<Options.Builder, String>> all) {
        all.put("tls.mode", (b, v) -> b.tls(t -> t.mode(choice("tls.mode", v, TlsOptions.Mode::valueOf))));
        all.put("tls.caFile", (b, v) -> b.tls(t -> t.caFile(Path.of(v))));
        all.put("tls.serverName", (b, v) -> b.tls(t -> t.serverName(v)));
        all.put("tls.verifyHostname", (b, v) -> b.tls(t -> t.verifyHostname(flag("tls.verifyHostname", v))));
    }

    /** {@code fail}, {@code drop}, or a duration to wait for. */
    private static BackPressure backPressure(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "fail" -> BackPressure.fail();
            case "drop" -> BackPressure.dropNewest();
            default -> BackPressure.block(duration("buffers.backPressure", value));
        };
    }

    private static boolean flag(String name, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(name, value, "true or false");
        };
    }

    private static int integer(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw refused(name, value, "a number");
        }
    }

    static Duration duration(String name, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        try {
            if (lower.startsWith("p")) {
                return Duration.parse(value);
            }
            int unit = digits(lower);
            long amount = Long.parseLong(lower.substring(0, unit));
            return switch (lower.substring(unit)) {
                case "ns" -> Duration.ofNanos(amount);
                case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1000));
                case "", "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> throw refused(name, value, "a duration such as 250ms, 2s, 5m");
            };
        } catch (NumberFormatException | ArithmeticException | java.time.format.DateTimeParseException e) {
            throw refused(name, value, "a duration such as 250ms, 2s, 5m");
        }
    }

    private static long size(String name, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        boolean negative = lower.startsWith("-");
        int unit = negative ? 1 + digits(lower.substring(1)) : digits(lower);
        try {
            long amount = Long.parseLong(lower.substring(0, unit));
            return switch (lower.substring(unit).strip()) {
                case "" -> amount;
                case "kib" -> Math.multiplyExact(amount, 1024L);
                case "mib" -> Math.multiplyExact(amount, 1024L * 1024);
                case "gib" -> Math.multiplyExact(amount, 1024L * 1024 * 1024);
                default -> throw refused(name, value, "a number of bytes, perhaps with KiB, MiB or GiB");
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw refused(name, value, "a number of bytes, perhaps with KiB, MiB or GiB");
        }
    }

    private static int digits(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    private static <T> T choice(String name, String value, Function<String, T> valueOf) {
        try {
            return valueOf.apply(value.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw refused(name, value, "one of its names");
        }
    }

    private static IllegalArgumentException refused(String name, String value, String expected) {
        return new IllegalArgumentException(
                "property " + PREFIX + name + ": \"" + value + "\" (expected: " + expected + ")");
    }
}
