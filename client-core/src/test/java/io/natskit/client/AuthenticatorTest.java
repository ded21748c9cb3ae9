// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticatorTest {

    private static final String JWT = "eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiJVIn0.c2ln";

    @TempDir
    Path folder;

    private static AuthRequest request(String url, String nonce) {
        byte[] info = "{\"server_id\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        return new AuthRequest(ServerAddress.parse(url), ServerInfo.parse(info, 0, info.length), nonce, 1);
    }

    private static Credentials ask(Authenticator authenticator, String nonce) throws Exception {
        return authenticator
                .credentials(request("nats://h", nonce))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static void assertSigned(Credentials credentials, NKey key, String nonce) {
        byte[] signature = Base64.getUrlDecoder().decode(credentials.signature().orElseThrow());
        assertThat(credentials.signature().orElseThrow()).doesNotContain("=");
        assertThat(key.verify(nonce.getBytes(StandardCharsets.UTF_8), signature))
                .isTrue();
    }

    @Test
    void none_takes_what_the_url_says() throws Exception {
        Credentials c = Authenticator.none()
                .credentials(request("nats://joe:pw@h", ""))
                .toCompletableFuture()
                .get();
        assertThat(c.user()).contains("joe");
        assertThat(c.password().map(String::new)).contains("pw");
        assertThat(ask(Authenticator.none(), "").user()).isEmpty();
    }

    @Test
    void fixed_credentials_outlive_the_wiping_of_those_handed_out() throws Exception {
        Authenticator authenticator = Authenticator.userPassword("joe", "pw".toCharArray());
        ask(authenticator, "").wipe();
        assertThat(ask(authenticator, "").password().map(String::new)).contains("pw");
    }

    @Test
    void suppliers_are_asked_at_each_connect_and_their_arrays_wiped() throws Exception {
        char[][] tokens = {"one".toCharArray(), "two".toCharArray()};
        int[] asked = {0};
        Authenticator authenticator = Authenticator.token(() -> tokens[asked[0]++]);
        assertThat(ask(authenticator, "").token().map(String::new)).contains("one");
        assertThat(ask(authenticator, "").token().map(String::new)).contains("two");
        assertThat(tokens[0]).containsOnly('\0');
    }

    @Test
    void an_nkey_signs_the_nonce_and_names_itself() throws Exception {
        try (NKey key = NKey.generate(NKeyKind.USER)) {
            Credentials c = ask(Authenticator.nkey(key.seed()), "n0nce");
            assertThat(c.nkey()).contains(key.publicKey());
            assertThat(c.jwt()).isEmpty();
            assertSigned(c, key, "n0nce");
        }
    }

    @Test
    void a_wrong_seed_is_refused_at_once() {
        assertThatThrownBy(() -> Authenticator.nkey("SUNONSENSE".toCharArray())).isInstanceOf(RuntimeException.class);
    }

    @Test
    void an_nkey_file_is_read_anew_at_each_connect() throws Exception {
        Path file = folder.resolve("user.nk");
        Authenticator authenticator = Authenticator.nkeyFile(file);
        for (int i = 0; i < 2; i++) {
            try (NKey key = NKey.generate(NKeyKind.USER)) {
                Files.writeString(file, new String(key.seed()) + "\n");
                Credentials c = ask(authenticator, "abc");
                assertThat(c.nkey()).contains(key.publicKey());
                assertSigned(c, key, "abc");
            }
        }
    }

    @Test
    void a_credentials_file_is_read_anew_at_each_connect() throws Exception {
        Path file = folder.resolve("user.creds");
        Authenticator authenticator = Authenticator.credentialsFile(file);
        for (int i = 0; i < 2; i++) {
            try (NKey key = NKey.generate(NKeyKind.USER)) {
                Files.deleteIfExists(file);
                CredentialsFile.write(file, JWT + i, key.seed());
                Credentials c = ask(authenticator, "abc");
                assertThat(c.jwt()).contains(JWT + i);
                assertThat(c.nkey()).isEmpty();
                assertSigned(c, key, "abc");
            }
        }
    }

    @Test
    void credentials_come_from_bytes_and_from_files_of_their_own_too() throws Exception {
        try (NKey key = NKey.generate(NKeyKind.USER)) {
            Path creds = folder.resolve("a.creds");
            CredentialsFile.write(creds, JWT, key.seed());
            Credentials fromBytes = ask(Authenticator.credentials(Files.readAllBytes(creds)), "x");
            assertThat(fromBytes.jwt()).contains(JWT);
            assertSigned(fromBytes, key, "x");

            Path jwt = Files.writeString(folder.resolve("a.jwt"), JWT + "\n");
            Path seed = Files.writeString(folder.resolve("a.nk"), new String(key.seed()));
            Credentials split = ask(Authenticator.credentialsFiles(jwt, seed), "y");
            assertThat(split.jwt()).contains(JWT);
            assertSigned(split, key, "y");

            Credentials given = ask(Authenticator.jwt(JWT, key.seed()), "z");
            assertSigned(given, key, "z");
        }
    }

    @Test
    void a_missing_file_fails_the_attempt_and_names_the_file() {
        Path missing = folder.resolve("missing.creds");
        assertThat(Authenticator.credentialsFile(missing)
                        .credentials(request("nats://h", "n"))
                        .toCompletableFuture())
                .failsWithin(java.time.Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("missing.creds");
    }
}
