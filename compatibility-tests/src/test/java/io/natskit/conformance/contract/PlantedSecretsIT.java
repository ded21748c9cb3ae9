// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.client.Credentials;
import io.natskit.client.Options;
import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.EmbeddedTarget;
import io.natskit.conformance.target.RunningServer;
import io.natskit.server.config.ConfigFile;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trust S1: secrets that were planted everywhere appear nowhere: logs at trace level, exceptions, toString, pages of monitoring; of our server and of our client. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PlantedSecretsIT {
    private static final String TRACED = Monitor.CONFIG + "debug: true, trace: true, trace_verbose: true\n";
    private static final int SECRETS = 24;
    private static final String WHO = "/connz?state=all&auth=true";
    private static final List<String> PAGES = List.of(
            "/varz",
            "/connz?subs=detail",
            "/subsz?subs=1",
            "/accountz",
            "/accstatz?unused=1",
            "/jsz?accounts=true&config=true",
            "/healthz",
            "/debug/vars",
            "/stacksz",
            "/metrics");

    @TempDir
    Path folder;

    private final Map<String, String> secrets = new TreeMap<>();
    private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("io.natskit");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            heard.add("client log: " + record.getMessage());
            hear(record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        ours.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(handler);
        ours.setLevel(null);
    }

    private String plant(String name, String secret) {
        secrets.put(name, secret);
        return secret;
    }

    private String plant(String name) {
        return plant(name, "planted-" + name.replace(' ', '-') + "-4f1d");
    }

    private void hear(Throwable thrown) {
        if (thrown != null) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            heard.add(text.toString());
        }
    }

    /** Connects or fails; whatever is said by it is heard. */
    private void connect(RunningServer server, Consumer<Options.Builder> how) {
        try (Connection connection = Nats.connect(o -> {
            o.servers(server.url()).servers(s -> s.connectTimeout(Duration.ofSeconds(20)));
            how.accept(o);
            heard.add(o.build().toString());
        })) {
            connection.flush();
            heard.add(connection.toString());
        } catch (RuntimeException e) {
            hear(e);
        }
    }

    private void cookies(RunningServer server, String cookies) {
        try (WebPeer peer = WebPeer.open(server, "Cookie: " + cookies + "\r\n")) {
            peer.until("\r\n");
            peer.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            heard.add(peer.until("\r\n"));
        } catch (IllegalStateException e) {
            hear(e);
        }
    }

    private void refused(String config) {
        try {
            heard.add(ConfigFile.parse(config).options().toString());
        } catch (RuntimeException e) {
            hear(e);
        }
    }

    @Test
    void no_planted_secret_is_in_a_log_an_exception_or_a_text() throws IOException {
        try {
            users();
            tokens();
            operators();
            configurations();
            String all = String.join("\n", heard);
            assertThat(all)
                    .as("it was listened to")
                    .contains(
                            "CONNECT",
                            "visible-user",
                            "Authorization Violation",
                            "client log: ",
                            "Options[",
                            "page /connz");
            assertThat(secrets).hasSizeGreaterThanOrEqualTo(SECRETS);
            secrets.forEach((name, secret) -> assertThat(
                            heard.stream().filter(one -> one.contains(secret)).findFirst())
                    .as(name + " is told")
                    .isEmpty());
            Ledger.add(new Entry("server", "natskit", List.of("AU-01"), "PlantedSecrets", Outcome.PASSED, ""));
        } catch (AssertionError e) {
            Ledger.add(
                    new Entry("server", "natskit", List.of("AU-01"), "PlantedSecrets", Outcome.FAILED, e.toString()));
            throw e;
        }
    }

    private void users() throws IOException {
        NKey key = NKey.generate(NKeyKind.USER);
        String password = plant("password");
        String cookie = plant("password of a cookie");
        String config = TRACED
                + "authorization { timeout: 60, users: [ {user: visible-user, password: " + password + "}\n"
                + " {user: hashed, password: \"" + plant("bcrypt hash", LogInWays.HASH) + "\"}\n"
                + " {user: baker, password: " + cookie + "}\n"
                + " {nkey: " + key.publicKey() + "} ] }\n"
                + "jetstream { store_dir: \"" + folder.resolve("js") + "\", key: " + plant("store key")
                + ", prev_key: " + plant("previous store key") + " }\n"
                + "websocket { listen: \"127.0.0.1:-1\", no_tls: true, user_cookie: who, pass_cookie: word }\n";
        heard.add(ConfigFile.parse(config).options().toString());
        String inUrl = plant("password in the URL");
        try (RunningServer server = new EmbeddedTarget().start(config)) {
            connect(server, o -> o.auth(Authenticator.userPassword("visible-user", password.toCharArray())));
            connect(server, o -> o.servers(server.url().replace("//", "//visible-user:" + password + "@")));
            connect(server, o -> o.servers(server.url().replace("//", "//visible-user:" + inUrl + "@")));
            connect(
                    server,
                    o -> o.auth(Authenticator.userPassword(
                            "hashed",
                            plant("password of the hash", LogInWays.PASSWORD).toCharArray())));
            connect(
                    server,
                    o -> o.auth(Authenticator.userPassword(
                            "visible-user", plant("wrong password").toCharArray())));
            connect(
                    server,
                    o -> o.auth(Authenticator.nkey(
                            plant("seed", new String(key.seed())).toCharArray())));
            char[] other = NKey.generate(NKeyKind.USER).seed();
            Path file = Files.writeString(folder.resolve("a.nk"), plant("seed in a file", new String(other)));
            connect(server, o -> o.auth(Authenticator.nkeyFile(file)));
            connect(
                    server,
                    o -> o.auth(request -> {
                        heard.add(request.toString());
                        Credentials own =
                                Credentials.token(plant("token of a function").toCharArray());
                        heard.add(own.toString());
                        return java.util.concurrent.CompletableFuture.completedFuture(own);
                    }));
            cookies(server, "who=baker; word=" + cookie);
            cookies(server, "who=baker; word=" + plant("wrong password of a cookie"));
            raw(server, "CONNECT {\"user\":\"visible-user\",\"pa\\u0073s\":\"" + plant("escaped field") + "\"}\r\n");
            raw(server, "CONNECT {\"PASS\":\"" + plant("field in capitals") + "\",\"user\":\"visible-user\"}\r\n");
            raw(server, "CONNECT {\"pass\":\"" + plant("CONNECT that is cut") + "\r\n");
            raw(server, "CONNECT {\"user\":\"u\",\"pass\":[\"" + plant("password in a list") + "\"]}\r\n");
            pages(server, WHO);
            heard.add(server.log());
        }
    }

    /** All pages of monitoring, and more. */
    private void pages(RunningServer server, String... more) {
        Monitor monitor = Monitor.of(server);
        Stream.concat(PAGES.stream(), Stream.of(more))
                .forEach(path ->
                        heard.add("page " + path + " " + monitor.get(path).body()));
    }

    private void raw(RunningServer server, String line) {
        try (Peer peer = Peer.dial(server)) {
            peer.line();
            peer.send(line);
            heard.add(peer.lastLineOrPong());
        }
    }

    private void tokens() {
        String token = plant("token");
        String cookie = plant("token of a cookie");
        String config = TRACED + "authorization { timeout: 60, token: " + token + " }\n"
                + "websocket { listen: \"127.0.0.1:-1\", no_tls: true, authorization { token: "
                + plant("token of the listener", cookie) + " }"
                + ", token_cookie: ticket }\n";
        heard.add(ConfigFile.parse(config).options().toString());
        try (RunningServer server = new EmbeddedTarget().start(config)) {
            connect(server, o -> o.auth(Authenticator.token(token)));
            connect(server, o -> o.servers(server.url().replace("//", "//" + token + "@")));
            connect(server, o -> o.auth(Authenticator.token(plant("wrong token"))));
            cookies(server, "ticket=" + cookie);
            cookies(server, "ticket=" + plant("wrong token of a cookie"));
            pages(server, WHO);
            heard.add(server.log());
        }
    }

    private void operators() throws IOException {
        NKey operator = NKey.generate(NKeyKind.OPERATOR);
        NKey account = NKey.generate(NKeyKind.ACCOUNT);
        NKey user = NKey.generate(NKeyKind.USER);
        plant("seed of the operator", new String(operator.seed()));
        plant("seed of the account", new String(account.seed()));
        String config = TRACED + "operator: "
                + OperatorClaims.builder(operator.publicKey()).name("op").sign(operator)
                + "\nauthorization { timeout: 60 }\nresolver: MEMORY\nresolver_preload: { " + account.publicKey() + ": "
                + AccountClaims.builder(account.publicKey()).name("A").sign(operator) + " }\n"
                + "websocket { listen: \"127.0.0.1:-1\", no_tls: true, jwt_cookie: pass }\n";
        String jwt = plant(
                "JWT", UserClaims.builder(user.publicKey()).name("visible-user").sign(account));
        String bearer = plant(
                "bearer JWT",
                UserClaims.builder(user.publicKey())
                        .rules(UserRules.builder().bearerToken(true).build())
                        .sign(account));
        String seed = plant("seed of a JWT", new String(user.seed()));
        String creds = "-----BEGIN NATS USER JWT-----\n" + jwt + "\n------END NATS USER JWT------\n\n"
                + "-----BEGIN USER NKEY SEED-----\n" + seed + "\n------END USER NKEY SEED------\n";
        Path file = Files.writeString(folder.resolve("a.creds"), creds);
        try (RunningServer server = new EmbeddedTarget().start(config)) {
            connect(server, o -> o.auth(Authenticator.credentialsFile(file)));
            connect(server, o -> o.auth(Authenticator.credentials(creds.getBytes(StandardCharsets.US_ASCII))));
            connect(server, o -> o.auth(Authenticator.jwt(jwt, seed.toCharArray())));
            connect(
                    server,
                    o -> o.auth(Authenticator.jwt(
                            plant("JWT that is none", "eyJplanted.nonsense.x4f1d"), seed.toCharArray())));
            connect(
                    server,
                    o -> o.auth(Authenticator.credentials(
                            creds.replace("SEED-----\nSU", "SEED-----\nSX").getBytes(StandardCharsets.US_ASCII))));
            cookies(server, "pass=" + bearer);
            cookies(server, "pass=" + bearer + "x");
            // not who it was: a JWT that needs its key is shown to whoever asks for that, as by nats-server
            pages(server);
            heard.add(server.log());
        }
    }

    /** Mistakes beside a secret. */
    private void configurations() {
        String secret = plant("password beside a mistake");
        refused("authorization { user: a, password: " + secret + ", bogus: 1 }");
        refused("authorization { user: a, password: " + secret + ", users: [ {user: b, password: " + secret + "} ] }");
        refused("authorization { users: [ {user: a, password: " + secret + "}, {user: a, password: " + secret
                + "} ] }");
        refused("authorization { token: " + secret + ", user: a, password: " + secret + " }");
        refused("authorization { user: a, password: " + secret + ", timeout: x }");
        refused("jetstream { key: " + secret + ", cipher: rot13 }");
        refused("websocket { port: 1, no_tls: true, authorization { user: a, password: " + secret + ", bogus: 1 } }");
    }
}
