// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import io.natskit.Nats;
import io.natskit.cli.terminal.Terminal;
import io.natskit.client.Authenticator;
import io.natskit.client.CommandLineContext;
import io.natskit.client.Connection;
import io.natskit.client.Options;
import io.natskit.client.ProxyServer;
import io.natskit.client.TlsOptions;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamOptions;
import io.natskit.wire.creds.CredentialsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options of the nats CLI that say which server to reach, and as whom. What an option leaves open is taken from its variable of the
 * environment, then from the context: the named one, else the selected one. Not shared between threads.
 */
public final class ConnectionOptions {
    @Option(
            names = {"-s", "--server"},
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Servers to connect to, also ws:// and wss://, with commas between them (NATS_URL).")
    @Nullable
    String server;

    @Option(names = "--user", scope = ScopeType.INHERIT, description = "User name (NATS_USER).")
    @Nullable
    String user;

    @Option(names = "--password", scope = ScopeType.INHERIT, description = "Password (NATS_PASSWORD).")
    @Nullable
    String password;

    @Option(names = "--token", scope = ScopeType.INHERIT, description = "Token (NATS_TOKEN).")
    @Nullable
    String token;

    @Option(
            names = "--connection-name",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "What the connection is called.")
    @Nullable
    String connectionName;

    @Option(
            names = "--creds",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Credentials file (NATS_CREDS).")
    @Nullable
    String creds;

    @Option(
            names = "--nkey",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File with an NKey seed (NATS_NKEY).")
    @Nullable
    String nkey;

    @Option(
            names = "--jwt",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File with a user's JWT (NATS_JWT).")
    @Nullable
    String jwt;

    @Option(
            names = "--seed",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File with the seed of that user (NATS_SEED).")
    @Nullable
    String seed;

    @Option(
            names = "--tlscert",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Own certificate (NATS_CERT).")
    @Nullable
    String tlsCert;

    @Option(
            names = "--tlskey",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Its private key (NATS_KEY).")
    @Nullable
    String tlsKey;

    @Option(
            names = "--tlsca",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Authorities to trust (NATS_CA).")
    @Nullable
    String tlsCa;

    @Option(
            names = "--tlsfirst",
            negatable = true,
            scope = ScopeType.INHERIT,
            description = "TLS before the server's greeting.")
    @Nullable
    Boolean tlsFirst;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            scope = ScopeType.INHERIT,
            description = "How long to wait for answers, 5s by default (NATS_TIMEOUT).")
    @Nullable
    Duration timeout;

    @Option(
            names = "--socks-proxy",
            paramLabel = "PROXY",
            scope = ScopeType.INHERIT,
            description =
                    "SOCKS 5 proxy to go through, such as socks5://user:password@localhost:1080 (NATS_SOCKS_PROXY).")
    @Nullable
    String socksProxy;

    @Option(
            names = "--js-api-prefix",
            paramLabel = "PREFIX",
            scope = ScopeType.INHERIT,
            description = "Prefix of JetStream's API.")
    @Nullable
    String apiPrefix;

    @Option(
            names = "--js-event-prefix",
            paramLabel = "PREFIX",
            scope = ScopeType.INHERIT,
            description = "Prefix of JetStream's advisories and metrics.")
    @Nullable
    String eventPrefix;

    @Option(names = "--js-domain", paramLabel = "DOMAIN", scope = ScopeType.INHERIT, description = "JetStream domain.")
    @Nullable
    String domain;

    @Option(
            names = "--inbox-prefix",
            paramLabel = "PREFIX",
            scope = ScopeType.INHERIT,
            description = "Prefix of inboxes.")
    @Nullable
    String inboxPrefix;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Context to use (NATS_CONTEXT).")
    @Nullable
    String context;

    @Option(
            names = "--no-context",
            scope = ScopeType.INHERIT,
            description = "Use no context, not even the selected one.")
    boolean noContext;

    /** For picocli. */
    public ConnectionOptions() {}

    /** The user's name, if one was given. */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** The user's JWT, of the credentials or in a file of its own, if either was given, by an option before a variable. The seed is wiped at once. */
    public Optional<String> userJwt(Terminal terminal) {
        String credentials = creds == null && jwt != null ? null : given(terminal, creds, "NATS_CREDS");
        if (credentials != null) {
            try (CredentialsFile file = CredentialsFile.parse(Path.of(credentials))) {
                return Optional.of(file.jwt());
            }
        }
        return Optional.ofNullable(content(given(terminal, jwt, "NATS_JWT")));
    }

    /** How long to wait for an answer. */
    public Duration timeout(Terminal terminal) {
        String variable = terminal.variable("NATS_TIMEOUT");
        return timeout != null ? timeout : variable != null ? Durations.parse(variable) : Duration.ofSeconds(5);
    }

    /** Connects. Throws as {@link Nats#connect(Options)} does, and {@link IllegalArgumentException} for options that cannot be. */
    public Session open(Terminal terminal) {
        return open(terminal, builder -> {});
    }

    /** Connects, with {@code more} said about the connection. */
    public Session open(Terminal terminal, Consumer<Options.Builder> more) {
        Duration wait = timeout(terminal);
        Optional<ContextFile> file = contextFile(terminal);
        Connection connection = Nats.connect(options(terminal, file, wait, more));
        return new Session(connection, jetStream(connection, file, wait), wait);
    }

    /** What is connected with. */
    Options options(Terminal terminal, Optional<ContextFile> file, Duration wait, Consumer<Options.Builder> more) {
        String url = given(terminal, server, "NATS_URL");
        Optional<ProxyServer> proxy = Optional.ofNullable(given(terminal, socksProxy, "NATS_SOCKS_PROXY"))
                .map(ProxyServer::socks);
        Optional<Authenticator> identity = new LogIns(this, terminal).identity();
        // what a context has of them counts for nothing, also where it could not be used
        Set<String> said = fieldsSaid(terminal, identity.isPresent());
        Consumer<Options.Builder> spec = o -> {
            o.name(connectionName != null ? connectionName : "natskit CLI").requestTimeout(wait);
            o.servers(s -> s.connectTimeout(wait));
            file.ifPresent(
                    context -> o.context(CommandLineContext.in(context.path()).without(said)));
            if (url != null) {
                o.servers(url);
            }
            if (inboxPrefix != null) {
                o.inboxPrefix(inboxPrefix);
            }
            identity.ifPresent(o::auth);
            o.tls(tls -> secure(terminal, tls));
            proxy.ifPresent(by -> o.buffers(b -> b.proxy(by)));
            more.accept(o);
        };
        String urls =
                url != null ? url : file.flatMap(context -> context.text("url")).orElse("");
        return WebSocketWay.isMeant(urls) ? WebSocketWay.options(spec) : Options.of(spec);
    }

    /** The fields of a context in whose place options and variables stand. */
    private Set<String> fieldsSaid(Terminal terminal, boolean identity) {
        Set<String> said = new HashSet<>(placesAndProofs(terminal).keySet());
        if (identity) {
            said.addAll(LogIns.FIELDS);
        }
        if (said.contains("cert")) {
            said.add("windows_cert_store");
        }
        if (tlsFirst != null) {
            said.add("tls_first");
        }
        return said;
    }

    /** What the fields say, for a context of them. */
    Map<String, String> fields(Terminal terminal) {
        Map<String, String> fields = placesAndProofs(terminal);
        fields.putAll(new LogIns(this, terminal).fields());
        return fields;
    }

    private Map<String, String> placesAndProofs(Terminal terminal) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "url", given(terminal, server, "NATS_URL"));
        put(fields, "cert", given(terminal, tlsCert, "NATS_CERT"));
        put(fields, "key", given(terminal, tlsKey, "NATS_KEY"));
        put(fields, "ca", given(terminal, tlsCa, "NATS_CA"));
        put(fields, "socks_proxy", given(terminal, socksProxy, "NATS_SOCKS_PROXY"));
        put(fields, "jetstream_domain", domain);
        put(fields, "jetstream_api_prefix", apiPrefix);
        put(fields, "jetstream_event_prefix", eventPrefix);
        put(fields, "inbox_prefix", inboxPrefix);
        return fields;
    }

    /** Whether TLS comes first; null where nobody said. */
    @Nullable
    Boolean tlsFirst() {
        return tlsFirst;
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static @Nullable String content(@Nullable String file) {
        return file == null ? null : ContextFile.read(Path.of(file)).strip();
    }

    private Optional<ContextFile> contextFile(Terminal terminal) {
        if (noContext) {
            return Optional.empty();
        }
        Contexts contexts = new Contexts(terminal);
        String name = given(terminal, context, "NATS_CONTEXT");
        return name != null
                ? Optional.of(contexts.named(name))
                : contexts.selected().flatMap(contexts::find);
    }

    private void secure(Terminal terminal, TlsOptions.Builder tls) {
        String authorities = given(terminal, tlsCa, "NATS_CA");
        if (authorities != null) {
            tls.caFile(Path.of(authorities));
        }
        String certificate = given(terminal, tlsCert, "NATS_CERT");
        String key = given(terminal, tlsKey, "NATS_KEY");
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    (key == null ? "--tlscert without --tlskey" : "--tlskey without --tlscert") + " (expected: both)");
        }
        if (certificate != null && key != null) {
            tls.certificate(Path.of(certificate), Path.of(key));
        }
        if (Boolean.TRUE.equals(tlsFirst)) {
            tls.mode(TlsOptions.Mode.FIRST);
        }
    }

    private JetStream jetStream(Connection connection, Optional<ContextFile> file, Duration wait) {
        return JetStream.on(connection, o -> {
            o.timeout(wait);
            file.ifPresent(context -> place(o, context));
            if (domain != null) {
                o.domain(domain);
            } else if (apiPrefix != null) {
                o.prefix(apiPrefix);
            }
            if (eventPrefix != null) {
                o.eventPrefix(eventPrefix);
            }
        });
    }

    /** Where JetStream is by the context, as far as no option says it. */
    private void place(JetStreamOptions.Builder options, ContextFile context) {
        if (domain == null && apiPrefix == null) {
            options.context(CommandLineContext.in(context.path()));
        } else {
            context.text("jetstream_event_prefix").ifPresent(options::eventPrefix);
        }
    }

    private static @Nullable String given(Terminal terminal, @Nullable String option, String variable) {
        return option != null ? option : terminal.variable(variable);
    }
}
