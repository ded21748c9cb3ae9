// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.client.ClientProcess;
import io.natskit.conformance.client.NatsJs;
import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** nats.js logs in over WebSocket by every way that it has, and by cookies; each beside an attempt that must be refused. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record NatsJsLogInIT(Target target) implements Judged {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private RunningServer server(String config, String cookies) {
        return target.start(config + "websocket { listen: \"127.0.0.1:-1\", no_tls: true\n" + cookies + "}\n");
    }

    /** What is tried at a server's WebSocket listener; {@code more} is beside the name and the URL. */
    private static Map<String, String> attempt(
            RunningServer server, String name, String user, Map<String, String> more) {
        Map<String, String> attempt = new LinkedHashMap<>(more);
        attempt.put("name", name);
        attempt.put("url", "ws://" + user + "127.0.0.1:" + LoggedPort.WEBSOCKET.of(server));
        return attempt;
    }

    /** What the program says of each of the attempts. */
    private static List<String> tried(List<Map<String, String>> attempts) {
        List<String> line = new ArrayList<>(NatsJs.program("natsjs_login").orElse(List.of()));
        Assumptions.assumeFalse(line.isEmpty(), "nats.js is not here");
        try {
            Path file = Files.createTempFile(folder, "attempts", ".json");
            Files.writeString(file, Json.text(attempts));
            line.addAll(List.of("each", file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (ClientProcess program = ClientProcess.start(line)) {
            assertThat(program.awaitExit(PATIENCE)).as(program.output()).isZero();
            return program.output().lines().toList();
        }
    }

    @Test
    @Rows({"AU-01", "AU-02", "WS-05"})
    void by_user_and_password_of_connect_and_of_cookies_and_by_nkey() {
        NKey key = NKey.generate(NKeyKind.USER);
        NKey stranger = NKey.generate(NKeyKind.USER);
        String users = "authorization { users: [{user: ada, password: secret}, {nkey: " + key.publicKey() + "}] }\n";
        try (RunningServer server = server(users, "user_cookie: u, pass_cookie: p\n")) {
            assertThat(tried(List.of(
                            attempt(server, "password", "ada:secret@", Map.of()),
                            attempt(server, "wrong password", "ada:guess@", Map.of()),
                            attempt(server, "nothing", "", Map.of()),
                            attempt(server, "cookies", "", Map.of("cookie", "u=ada; p=secret")),
                            attempt(server, "wrong cookies", "", Map.of("cookie", "u=ada; p=guess")),
                            attempt(server, "nkey", "", Map.of("seed", new String(key.seed()))),
                            attempt(server, "unknown nkey", "", Map.of("seed", new String(stranger.seed()))))))
                    .containsExactly(
                            "password: in",
                            "wrong password: refused, AuthorizationError",
                            "nothing: refused, AuthorizationError",
                            "cookies: in",
                            "wrong cookies: refused, AuthorizationError",
                            "nkey: in",
                            "unknown nkey: refused, AuthorizationError");
        }
    }

    @Test
    @Rows({"AU-04", "WS-05"})
    void by_token_of_connect_and_of_a_cookie() {
        try (RunningServer server = server("authorization { token: abc }\n", "token_cookie: t\n")) {
            assertThat(tried(List.of(
                            attempt(server, "token", "abc@", Map.of()),
                            attempt(server, "wrong token", "guess@", Map.of()),
                            attempt(server, "cookie", "", Map.of("cookie", "t=abc")),
                            attempt(server, "wrong cookie", "", Map.of("cookie", "t=guess")))))
                    .containsExactly(
                            "token: in",
                            "wrong token: refused, AuthorizationError",
                            "cookie: in",
                            "wrong cookie: refused, AuthorizationError");
        }
    }

    @Test
    @Rows({"AU-09", "WS-05"})
    void by_credentials_and_by_a_cookie_with_a_bearer_token() {
        NKey account = NKey.generate(NKeyKind.ACCOUNT);
        NKey user = NKey.generate(NKeyKind.USER);
        Path right = credentials("right", user, account);
        Path strange = credentials("strange", user, NKey.generate(NKeyKind.ACCOUNT));
        UserRules bearer = UserRules.builder().bearerToken(true).build();
        String cookie = UserClaims.builder(user.publicKey()).rules(bearer).sign(account);
        String unsigned = UserClaims.builder(user.publicKey()).sign(account);
        try (RunningServer server = server(OperatorSetup.config(OperatorSetup.account(account)), "jwt_cookie: j\n")) {
            assertThat(tried(List.of(
                            attempt(server, "credentials", "", Map.of("credentials", right.toString())),
                            attempt(server, "of a stranger", "", Map.of("credentials", strange.toString())),
                            attempt(server, "cookie", "", Map.of("cookie", "j=" + cookie)),
                            attempt(server, "no bearer", "", Map.of("cookie", "j=" + unsigned)))))
                    .containsExactly(
                            "credentials: in",
                            "of a stranger: refused, AuthorizationError",
                            "cookie: in",
                            "no bearer: refused, AuthorizationError");
        }
    }

    private Path credentials(String name, NKey user, NKey account) {
        Path file = folder.resolve(name + "-" + target.family() + user.publicKey() + ".creds");
        CredentialsFile.write(file, UserClaims.builder(user.publicKey()).sign(account), user.seed());
        return file;
    }
}
