// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.junit.traffic.Traffic;
import io.natskit.server.config.ConfigFile;
import io.natskit.server.config.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

/** What a test asks for, by annotation or builder. Equal settings share one server of scope SUITE. */
record Settings(
        Scope scope,
        String config,
        String configFile,
        int port,
        String user,
        String password,
        String token,
        List<Object> customizers,
        String systemProperty,
        Leaks leaks,
        boolean testClock,
        int journalEntries) {
    private static final String RESOURCE = "classpath:";
    static final Settings DEFAULT =
            new Settings(Scope.METHOD, "", "", -1, "", "", "", List.of(), "", Leaks.FAIL, false, Traffic.ENTRIES_MAX);

    Settings {
        if (!config.isEmpty() && !configFile.isEmpty()) {
            throw new IllegalArgumentException("config and configFile are both set (expected: one of them)");
        }
        if (!token.isEmpty() && !user.isEmpty()) {
            throw new IllegalArgumentException("token and user are both set (expected: one of them)");
        }
    }

    static Settings of(NatsServerTest asked) {
        return new Settings(
                asked.scope(),
                asked.config(),
                asked.configFile(),
                asked.port(),
                asked.user(),
                asked.password(),
                asked.token(),
                List.of((Object[]) asked.options()),
                asked.systemProperty(),
                asked.leaks(),
                asked.testClock(),
                asked.journalEntries());
    }

    Settings inScope(Scope other) {
        return new Settings(
                other,
                config,
                configFile,
                port,
                user,
                password,
                token,
                customizers,
                systemProperty,
                leaks,
                testClock,
                journalEntries);
    }

    /** The options of the server to start. */
    ServerOptions options() {
        ServerOptions.Builder options =
                base().listen(listen -> listen.host("127.0.0.1").port(port));
        if (!user.isEmpty()) {
            options.authorization(auth -> auth.username(user).password(password));
        }
        if (!token.isEmpty()) {
            options.authorization(auth -> auth.token(token));
        }
        for (Object customizer : customizers) {
            instance(customizer).customize(options);
        }
        return options.build();
    }

    /** What a file says, over what holds for servers that are embedded: nothing is written to where tests run unless it is asked for. */
    private ServerOptions.Builder base() {
        ServerOptions.Builder defaults = ServerOptions.builder();
        if (!config.isEmpty()) {
            return ConfigFile.parse(config, defaults).options().toBuilder();
        }
        if (configFile.startsWith(RESOURCE)) {
            return ConfigFile.parse(resource(configFile.substring(RESOURCE.length())), defaults).options().toBuilder();
        }
        return configFile.isEmpty() ? defaults : ConfigFile.read(Path.of(configFile), defaults).options().toBuilder();
    }

    private static ServerCustomizer instance(Object customizer) {
        return customizer instanceof Class<?> type
                ? (ServerCustomizer) ReflectionSupport.newInstance(type)
                : (ServerCustomizer) customizer;
    }

    private static String resource(String name) {
        String path = name.startsWith("/") ? name.substring(1) : name;
        try (@Nullable
                InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("configFile: " + RESOURCE + name + " (expected: a resource)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + name, e);
        }
    }

    /** Secrets stay out of messages. */
    @Override
    public String toString() {
        return "Settings[" + scope + ", port " + port + (user.isEmpty() ? "" : ", user " + user) + "]";
    }
}
