// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is made and behaves, in small groups; immutable. Prints no secret.
 *
 * <pre>{@code
 * Connection c = Nats.connect(o -> o
 *     .servers("nats://a.example.org,nats://b.example.org")
 *     .auth(Authenticator.credentialsFile(Path.of("me.creds")))
 *     .reconnect(r -> r.maxAttempts(-1))
 *     .tls(t -> t.caFile(Path.of("ca.pem"))));
 * }</pre>
 */
public final class Options {

    private final @Nullable String name;
    private final String inboxPrefix;
    private final boolean echo;
    private final boolean verbose;
    private final boolean pedantic;
    private final boolean perRequestInbox;
    private final boolean inlineCompletions;
    private final Duration requestTimeout;
    private final Duration drainTimeout;
    private final Dispatch dispatch;
    private final Authenticator authenticator;
    private final @Nullable ConnectionObserver observer;
    private final @Nullable MessageTracer tracer;
    private final List<Consumer<? super ConnectionEvent>> listeners;
    private final @Nullable ClientResources resources;
    private final ServersOptions servers;
    private final ReconnectOptions reconnect;
    private final LimitOptions limits;
    private final BufferOptions buffers;
    private final TlsOptions tls;

    private Options(Builder b) {
        name = b.name;
        inboxPrefix = b.inboxPrefix;
        echo = b.echo;
        verbose = b.verbose;
        pedantic = b.pedantic;
        perRequestInbox = b.perRequestInbox;
        inlineCompletions = b.inlineCompletions;
        requestTimeout = b.requestTimeout;
        drainTimeout = b.drainTimeout;
        dispatch = b.dispatch;
        authenticator = b.authenticator;
        observer = b.observer;
        tracer = b.tracer;
        listeners = List.copyOf(b.listeners);
        resources = b.resources;
        servers = new ServersOptions(b.servers);
        reconnect = new ReconnectOptions(b.reconnect);
        limits = new LimitOptions(b.limits);
        buffers = new BufferOptions(b.buffers);
        tls = new TlsOptions(b.tls);
    }

    /** The defaults: one server, {@code nats://localhost:4222}. */
    public static Options defaults() {
        return builder().build();
    }

    /** The defaults, changed by {@code spec}. */
    public static Options of(Consumer<Builder> spec) {
        Builder builder = builder();
        spec.accept(builder);
        return builder.build();
    }

    /** A builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The name that the server shows for this connection. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** What inbox subjects begin with; ends in a dot. */
    public String inboxPrefix() {
        return inboxPrefix;
    }

    /** True when this connection gets its own messages back where it subscribes to them. */
    public boolean echo() {
        return echo;
    }

    /** True when the server confirms each operation with {@code +OK}. */
    public boolean verbose() {
        return verbose;
    }

    /** True when the server checks subjects more closely. */
    public boolean pedantic() {
        return pedantic;
    }

    /** True when each request has a subscription of its own instead of a shared one. */
    public boolean perRequestInbox() {
        return perRequestInbox;
    }

    /** True when futures are completed on the thread that reads. */
    public boolean inlineCompletions() {
        return inlineCompletions;
    }

    /** How long requests, flushes and round trips wait when nothing else is said. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** How long drains wait when nothing else is said. */
    public Duration drainTimeout() {
        return drainTimeout;
    }

    /** Where handlers run when nothing else is said. */
    public Dispatch dispatch() {
        return dispatch;
    }

    /** Where credentials come from. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** What sees all that happens; empty for none. */
    public Optional<ConnectionObserver> observer() {
        return Optional.ofNullable(observer);
    }

    /** What follows messages, if anything. */
    public Optional<MessageTracer> tracer() {
        return Optional.ofNullable(tracer);
    }

    /** Listeners that are there from the beginning. */
    public List<Consumer<? super ConnectionEvent>> listeners() {
        return listeners;
    }

    /** Threads shared with other connections; empty for its own. */
    public Optional<ClientResources> resources() {
        return Optional.ofNullable(resources);
    }

    /** Where servers are and how they are reached. */
    public ServersOptions servers() {
        return servers;
    }

    /** How a lost connection is made again. */
    public ReconnectOptions reconnect() {
        return reconnect;
    }

    /** Bounds and checks. */
    public LimitOptions limits() {
        return limits;
    }

    /** The outgoing buffer and the socket. */
    public BufferOptions buffers() {
        return buffers;
    }

    /** Encryption. */
    public TlsOptions tls() {
        return tls;
    }

    @Override
    public String toString() {
        return "Options[name=" + name + ", servers=" + servers.servers() + ", auth=" + authenticator + "]";
    }

    /** Collects options; not safe for use by several threads. A group's setters may be called in as many steps as wanted. */
    public static final class Builder {
        private final ServersOptions.Builder servers = new ServersOptions.Builder();
        private final ReconnectOptions.Builder reconnect = new ReconnectOptions.Builder();
        private final LimitOptions.Builder limits = new LimitOptions.Builder();
        private final BufferOptions.Builder buffers = new BufferOptions.Builder();
        private final TlsOptions.Builder tls = new TlsOptions.Builder();
        private final List<Consumer<? super ConnectionEvent>> listeners = new ArrayList<>();
        private @Nullable String name;
        private String inboxPrefix = "_INBOX.";
        private boolean echo = true;
        private boolean verbose;
        private boolean pedantic;
        private boolean perRequestInbox;
        private boolean inlineCompletions;
        private Duration requestTimeout = Duration.ofSeconds(5);
        private Duration drainTimeout = Duration.ofSeconds(30);
        private Dispatch dispatch = Dispatch.serial();
        private Authenticator authenticator = Authenticator.none();
        private @Nullable ConnectionObserver observer;
        private @Nullable MessageTracer tracer;
        private @Nullable ClientResources resources;

        private Builder() {}

        /** The servers, each as {@link ServerAddress#parse} reads it, a string may hold several with commas; default {@code nats://localhost:4222}. */
        public Builder servers(String... urls) {
            servers.servers(urls);
            return this;
        }

        /** Where servers are and how they are reached. */
        public Builder servers(Consumer<ServersOptions.Builder> spec) {
            spec.accept(servers);
            return this;
        }

        /** How a lost connection is made again. */
        public Builder reconnect(Consumer<ReconnectOptions.Builder> spec) {
            spec.accept(reconnect);
            return this;
        }

        /** Bounds and checks. */
        public Builder limits(Consumer<LimitOptions.Builder> spec) {
            spec.accept(limits);
            return this;
        }

        /** The outgoing buffer and the socket. */
        public Builder buffers(Consumer<BufferOptions.Builder> spec) {
            spec.accept(buffers);
            return this;
        }

        /** Encryption. */
        public Builder tls(Consumer<TlsOptions.Builder> spec) {
            spec.accept(tls);
            return this;
        }

        /** Where credentials come from; default {@link Authenticator#none()}: the server's URL. */
        public Builder auth(Authenticator authenticator) {
            this.authenticator = authenticator;
            return this;
        }

        /** The name that the server shows for this connection; default none. */
        public Builder name(String name) {
            this.name = Checks.notBlank("name", name);
            return this;
        }

        /** What inbox subjects begin with; default {@code _INBOX.}. A missing dot is appended. No wildcards. */
        public Builder inboxPrefix(String prefix) {
            String dotted = prefix.endsWith(".") ? prefix : prefix + ".";
            Subject.of(dotted + "x");
            this.inboxPrefix = dotted;
            return this;
        }

        /** Whether this connection gets its own messages back where it subscribes to them; default true. */
        public Builder echo(boolean echo) {
            this.echo = echo;
            return this;
        }

        /** Whether the server confirms each operation with {@code +OK}; default false. Costs throughput. */
        public Builder verbose(boolean verbose) {
            this.verbose = verbose;
            return this;
        }

        /** Whether the server checks subjects more closely; default false. */
        public Builder pedantic(boolean pedantic) {
            this.pedantic = pedantic;
            return this;
        }

        /** Whether each request has a subscription of its own instead of a shared one; default false. For servers with odd permissions. */
        public Builder perRequestInbox(boolean perRequestInbox) {
            this.perRequestInbox = perRequestInbox;
            return this;
        }

        /** Whether futures are completed on the thread that reads: faster, for dependent stages that never wait; default false. */
        public Builder inlineCompletions(boolean inline) {
            this.inlineCompletions = inline;
            return this;
        }

        /** How long requests, flushes and round trips wait when nothing else is said; default 5 s, more than zero. */
        public Builder requestTimeout(Duration timeout) {
            this.requestTimeout = Checks.positive("requestTimeout", timeout);
            return this;
        }

        /** How long drains wait when nothing else is said; default 30 s, more than zero. */
        public Builder drainTimeout(Duration timeout) {
            this.drainTimeout = Checks.positive("drainTimeout", timeout);
            return this;
        }

        /** Where handlers run when nothing else is said; default {@link Dispatch#serial()}. */
        public Builder dispatch(Dispatch dispatch) {
            this.dispatch = dispatch;
            return this;
        }

        /** Adds an observer, behind those added before; default none, which costs nothing. */
        public Builder observer(ConnectionObserver added) {
            this.observer = observer == null ? added : ConnectionObserver.both(observer, added);
            return this;
        }

        /** What follows messages from publishers to handlers; default nothing, which costs nothing. The last one set counts. */
        public Builder tracer(MessageTracer tracer) {
            this.tracer = tracer;
            return this;
        }

        /** Adds a listener that gets events from the beginning; see {@link Connection#onEvent}. */
        public Builder onEvent(Consumer<? super ConnectionEvent> listener) {
            this.listeners.add(listener);
            return this;
        }

        /** Threads shared with other connections; default its own. */
        public Builder resources(ClientResources resources) {
            this.resources = resources;
            return this;
        }

        /**
         * Sets what {@code properties} name, with the prefix {@code natskit.}; see {@link OptionsProperties} for the names. Unknown names with the prefix are refused,
         * others ignored.
         */
        public Builder properties(Properties properties) {
            OptionsProperties.apply(properties, this);
            return this;
        }

        /**
         * Takes servers, proxy, credentials, certificates and the inbox prefix from a context of the nats command line (ADR-21):
         * {@code $XDG_CONFIG_HOME/nats/context/<name>.json}, by default under {@code ~/.config}; see {@link CommandLineContext}.
         *
         * @throws IllegalArgumentException when there is none of that name, it cannot be read, or it wants what is not done here
         */
        public Builder context(String name) {
            return context(CommandLineContext.named(name));
        }

        /** The same from a context that was read already, which also says where JetStream is. */
        public Builder context(CommandLineContext context) {
            context.apply(this);
            return this;
        }

        /** Takes the context that {@code nats context select} chose ({@code context.txt}); see {@link #context(String)}. */
        public Builder selectedContext() {
            return context(CommandLineContext.selected());
        }

        /** Takes a context from a file; see {@link #context(String)}. */
        public Builder contextFile(Path file) {
            return context(CommandLineContext.in(file));
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException when a server can only be reached by a {@link Transport} that is not there
         */
        public Options build() {
            Options built = new Options(this);
            for (ServerAddress server : built.servers.servers()) {
                built.servers.checkReachable(server);
            }
            return built;
        }
    }
}
