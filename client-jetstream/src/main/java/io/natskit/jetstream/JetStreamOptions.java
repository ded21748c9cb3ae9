// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.CommandLineContext;
import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to use JetStream on a connection; immutable. {@code JetStream.on(connection, o -> o.domain("hub").timeout(ofSeconds(2)))}. */
public final class JetStreamOptions {

    private final String prefix;
    private final String eventPrefix;
    private final Duration timeout;
    private final int window;
    private final int waitingMax;
    private final int retries;
    private final Duration retryWait;
    private final @Nullable JetStreamObserver observer;

    private JetStreamOptions(Builder b) {
        prefix = b.prefix;
        eventPrefix = b.eventPrefix;
        timeout = b.timeout;
        window = b.window;
        waitingMax = b.waitingMax;
        retries = b.retries;
        retryWait = b.retryWait;
        observer = b.observers.isEmpty()
                ? null
                : b.observers.size() == 1 ? b.observers.get(0) : JetStreamObserver.all(b.observers);
    }

    /** The defaults, changed by {@code spec}. */
    public static JetStreamOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new JetStreamOptions(builder);
    }

    /** What API subjects begin with, a dot at its end. */
    public String prefix() {
        return prefix;
    }

    /** What subjects of advisories and metrics begin with, a dot at its end. */
    public String eventPrefix() {
        return eventPrefix;
    }

    /** How long an API request, or a publish with its retries, may take. */
    public Duration timeout() {
        return timeout;
    }

    /** The most publishes of {@link AsyncJetStream} that are sent and not acknowledged. */
    public int window() {
        return window;
    }

    /** The most publishes that wait for room in the window. */
    public int waitingMax() {
        return waitingMax;
    }

    /** How often a publish is sent again when no stream listened (status 503); negative: until its time is up. */
    public int retries() {
        return retries;
    }

    /** How long is waited before a publish is sent again. */
    public Duration retryWait() {
        return retryWait;
    }

    /** Who sees acknowledgements, deliveries and the window, if anybody. */
    public Optional<JetStreamObserver> observer() {
        return Optional.ofNullable(observer);
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private String prefix = "$JS.API.";
        private String eventPrefix = "$JS.EVENT.";
        private Duration timeout = Duration.ofSeconds(5);
        private int window = 4096;
        private int waitingMax = 65_536;
        private int retries = 2;
        private Duration retryWait = Duration.ofMillis(250);
        private final List<JetStreamObserver> observers = new ArrayList<>();

        private Builder() {}

        /** The JetStream domain: {@code $JS.<domain>.API.} begins API subjects. Default none. */
        public Builder domain(String domain) {
            Checks.notBlank("domain", domain);
            if (domain.indexOf('.') >= 0 || domain.indexOf('*') >= 0 || domain.indexOf('>') >= 0) {
                throw new IllegalArgumentException("domain: \"" + domain + "\" (expected: one token of a subject)");
            }
            this.prefix = "$JS." + domain + ".API.";
            return this;
        }

        /** What API subjects begin with, for an API that is imported from another account; default {@code $JS.API.}. A missing dot is added. */
        public Builder prefix(String prefix) {
            Checks.notBlank("prefix", prefix);
            this.prefix = prefix.endsWith(".") ? prefix : prefix + ".";
            return this;
        }

        /** What subjects of advisories and metrics begin with, where they are imported from another account; default {@code $JS.EVENT.}. A missing dot is added. */
        public Builder eventPrefix(String prefix) {
            Checks.notBlank("eventPrefix", prefix);
            this.eventPrefix = prefix.endsWith(".") ? prefix : prefix + ".";
            return this;
        }

        /** Where JetStream is by a context of the nats command line: its domain or the prefix of its API, and the prefix of its events. */
        public Builder context(CommandLineContext context) {
            context.jetStreamDomain().ifPresent(this::domain);
            context.jetStreamApiPrefix().ifPresent(this::prefix);
            context.jetStreamEventPrefix().ifPresent(this::eventPrefix);
            return this;
        }

        /** How long an API request, or a publish with its retries, may take; default 5 s, more than zero. */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }

        /** The most publishes of {@link AsyncJetStream} that are sent and not acknowledged; default 4,096, at least 1. Later ones wait in line. */
        public Builder window(int unacknowledged) {
            this.window = Checks.atLeast("window", unacknowledged, 1);
            return this;
        }

        /** The most publishes that wait for room in the window; default 65,536, at least 0. Past it a publish fails at once with {@link io.natskit.client.BackPressureException}. */
        public Builder waitingMax(int publishes) {
            this.waitingMax = Checks.atLeast("waitingMax", publishes, 0);
            return this;
        }

        /** How often a publish is sent again when no stream listened (status 503: nothing was stored); default 2, negative for as long as there is time (ADR-22). */
        public Builder retries(int retries) {
            this.retries = retries;
            return this;
        }

        /** How long is waited before a publish is sent again; default 250 ms. */
        public Builder retryWait(Duration wait) {
            this.retryWait = Checks.positive("retryWait", wait);
            return this;
        }

        /** Adds an observer, behind those added before; default none, which costs nothing. */
        public Builder observer(JetStreamObserver added) {
            this.observers.add(added);
            return this;
        }
    }
}
