// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Settings of a {@link NatsServerExtension} that is registered by hand; each means what it means on {@link NatsServerTest}. Not thread-safe. */
public final class NatsServerExtensionBuilder {
    private Scope scope = Settings.DEFAULT.scope();
    private String config = "";
    private String configFile = "";
    private int port = Settings.DEFAULT.port();
    private String user = "";
    private String password = "";
    private String token = "";
    private final List<Object> customizers = new ArrayList<>();
    private String systemProperty = "";
    private Leaks leaks = Settings.DEFAULT.leaks();
    private boolean testClock;
    private int journalEntries = Settings.DEFAULT.journalEntries();

    NatsServerExtensionBuilder() {}

    /** How long one server serves. Default {@link Scope#METHOD}. */
    public NatsServerExtensionBuilder scope(Scope newScope) {
        scope = Objects.requireNonNull(newScope, "scope");
        return this;
    }

    /** A configuration in the syntax of nats-server. Its host and port are not used. */
    public NatsServerExtensionBuilder config(String text) {
        config = Objects.requireNonNull(text, "config");
        return this;
    }

    /** The same as a file: a path, or {@code classpath:} and the name of a resource. */
    public NatsServerExtensionBuilder configFile(String name) {
        configFile = Objects.requireNonNull(name, "configFile");
        return this;
    }

    /** The port. Default −1: any free one. */
    public NatsServerExtensionBuilder port(int newPort) {
        port = newPort;
        return this;
    }

    /** The only user who may log in. */
    public NatsServerExtensionBuilder user(String name, String itsPassword) {
        user = Objects.requireNonNull(name, "name");
        password = Objects.requireNonNull(itsPassword, "password");
        return this;
    }

    /** A token that clients must show. */
    public NatsServerExtensionBuilder token(String newToken) {
        token = Objects.requireNonNull(newToken, "token");
        return this;
    }

    /** Changes the server's options before it starts; may be called several times. */
    public NatsServerExtensionBuilder options(ServerCustomizer customizer) {
        customizers.add(Objects.requireNonNull(customizer, "customizer"));
        return this;
    }

    /** A system property that holds the URL while the server runs. Tests that run in parallel must not share one. */
    public NatsServerExtensionBuilder systemProperty(String name) {
        systemProperty = Objects.requireNonNull(name, "name");
        return this;
    }

    /** What happens when a test leaves connections or threads behind. Default {@link Leaks#FAIL}. */
    public NatsServerExtensionBuilder leaks(Leaks newLeaks) {
        leaks = Objects.requireNonNull(newLeaks, "leaks");
        return this;
    }

    /** Lets the server live by a {@link TestClock}. */
    public NatsServerExtensionBuilder testClock() {
        testClock = true;
        return this;
    }

    /** How many entries the journal keeps at most. Default 10,000. */
    public NatsServerExtensionBuilder journalEntries(int max) {
        journalEntries = max;
        return this;
    }

    /** The extension, for a field with {@code @RegisterExtension}. */
    public NatsServerExtension build() {
        return new NatsServerExtension(new Settings(
                scope,
                config,
                configFile,
                port,
                user,
                password,
                token,
                List.copyOf(customizers),
                systemProperty,
                leaks,
                testClock,
                journalEntries));
    }
}
