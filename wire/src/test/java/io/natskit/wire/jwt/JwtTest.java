// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JwtTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey ACCOUNT = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey OTHER = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey USER = NKey.generate(NKeyKind.USER);
    private static final NKey SERVER = NKey.generate(NKeyKind.SERVER);

    private static String payload(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    /** A token with this content, signed as it should be. */
    private static String token(String json, NKey signer, String algorithm) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String header = base64.encodeToString(
                ("{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8));
        String body = base64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
        String signed = algorithm.endsWith("nkey") ? header + "." + body : body;
        return header + "." + body + "." + base64.encodeToString(signer.sign(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void user_comes_back_as_it_was_signed() {
        String token = UserClaims.builder(USER.publicKey())
                .name("ada")
                .expires(NOW.plusSeconds(60))
                .tags(List.of(" Team:Blue ", "team:blue"))
                .issuerAccount(OTHER.publicKey())
                .rules(UserRules.builder()
                        .permissions(ClaimPermissions.ALL
                                .publish(List.of("a.>"), List.of("a.secret"))
                                .subscribe(List.of("b q"), List.of())
                                .responses(new ResponsePermission(3, 5_000_000_000L)))
                        .sourceNetworks(List.of("10.0.0.0/8"))
                        .times(List.of(new TimeRange("08:00:00", "17:00:00")), "Europe/Berlin")
                        .maxSubscriptions(7)
                        .maxPayloadBytes(1024)
                        .bearerToken(true)
                        .connectionTypes(List.of("STANDARD"))
                        .build())
                .sign(ACCOUNT, NOW);

        UserClaims read = Jwt.decodeUser(token);

        assertThat(read.subject()).isEqualTo(USER.publicKey());
        assertThat(read.issuer()).isEqualTo(ACCOUNT.publicKey());
        assertThat(read.account()).isEqualTo(OTHER.publicKey());
        assertThat(read.name()).isEqualTo("ada");
        assertThat(read.tags()).containsExactly("team:blue");
        assertThat(read.issuedAtSecond()).isEqualTo(NOW.getEpochSecond());
        assertThat(read.expiresAtSecond()).isEqualTo(NOW.getEpochSecond() + 60);
        assertThat(read.rules().permissions().publishDeny()).containsExactly("a.secret");
        assertThat(read.rules().permissions().responses()).isEqualTo(new ResponsePermission(3, 5_000_000_000L));
        assertThat(read.rules().maxSubscriptions()).isEqualTo(7);
        assertThat(read.rules().maxData()).isEqualTo(-1);
        assertThat(read.rules().bearerToken()).isTrue();
        assertThat(read.version()).isEqualTo(2);
        assertThat(read.issues(NOW.getEpochSecond())).isEmpty();
        assertThat(read.issues(NOW.getEpochSecond() + 61))
                .extracting(ClaimIssue::kind)
                .containsOnly(ClaimIssue.Kind.TIME);
        assertThat(new String(read.toJson(), StandardCharsets.UTF_8)).isEqualTo(payload(token));
    }

    @Test
    void fields_stand_in_the_order_of_the_tools_and_empty_ones_are_left_out() {
        String token = UserClaims.builder(USER.publicKey()).name("u").sign(ACCOUNT, NOW);

        assertThat(payload(token))
                .matches("\\{\"jti\":\"[A-Z2-7]{52}\",\"iat\":1700000000,\"iss\":\"" + ACCOUNT.publicKey()
                        + "\",\"name\":\"u\",\"sub\":\"" + USER.publicKey()
                        + "\",\"nats\":\\{\"pub\":\\{\\},\"sub\":\\{\\},\"subs\":-1,\"data\":-1,\"payload\":-1,"
                        + "\"type\":\"user\",\"version\":2\\}\\}");
    }

    @Test
    void account_and_operator_come_back_as_they_were_signed() {
        String operator = OperatorClaims.builder(OPERATOR.publicKey())
                .signingKeys(List.of(OPERATOR.publicKey()))
                .systemAccount(ACCOUNT.publicKey())
                .serviceUrls(List.of("nats://localhost:4222"))
                .strictSigningKeyUsage(true)
                .sign(OPERATOR, NOW);
        String account = AccountClaims.builder(ACCOUNT.publicKey())
                .limits(OperatorLimits.builder()
                        .connections(5)
                        .tier("R1", JetStreamLimits.UNLIMITED)
                        .build())
                .exports(List.of(
                        AccountExport.service("help")
                                .latency(new ServiceLatency(0, "latency"))
                                .build(),
                        AccountExport.stream("events.>").tokenRequired(true).build()))
                .imports(List.of(AccountImport.stream(OTHER.publicKey(), "news")
                        .localSubject("other.news")
                        .build()))
                .signingKey(SigningKey.of(OTHER.publicKey()))
                .signingKey(SigningKey.scoped(
                        NKey.generate(NKeyKind.ACCOUNT).publicKey(),
                        "role",
                        UserRules.builder().build()))
                .mapping("a", List.of(new MappedSubject("b", 60, ""), new MappedSubject("c", 40, "")))
                .revoke("*", 1)
                .sign(OPERATOR, NOW);

        OperatorClaims readOperator = Jwt.decodeOperator(operator);
        AccountClaims readAccount = Jwt.decodeAccount(account);

        assertThat(readOperator.issues(0)).isEmpty();
        assertThat(readOperator.strictSigningKeyUsage()).isTrue();
        assertThat(readAccount.issues(0)).isEmpty();
        assertThat(new String(readOperator.toJson(), StandardCharsets.UTF_8)).isEqualTo(payload(operator));
        assertThat(new String(readAccount.toJson(), StandardCharsets.UTF_8)).isEqualTo(payload(account));
        assertThat(readOperator.didSign(readAccount))
                .as("strict: by signing keys alone")
                .isFalse();
        assertThat(readAccount.limits().isJetStreamEnabled()).isTrue();
        assertThat(readAccount.isRevoked(USER.publicKey(), 1)).isTrue();
        assertThat(readAccount.isRevoked(USER.publicKey(), 2)).isFalse();
        assertThat(readAccount.exports().get(1).latency()).isEqualTo(new ServiceLatency(0, "latency"));
    }

    @Test
    void activation_request_response_and_what_is_none_of_ours_come_back() {
        String activation = ActivationClaims.builder(OTHER.publicKey(), ExportKind.SERVICE, "help")
                .sign(ACCOUNT, NOW);
        String request = AuthorizationRequestClaims.builder(USER.publicKey(), USER.publicKey())
                .audience("nats-authorization-request")
                .server(new AuthorizationRequestClaims.Server("s", "h", SERVER.publicKey(), "2", "", List.of(), ""))
                .connect(new AuthorizationRequestClaims.Connect("", "", "", "", "u", "secret", "", "", "", 1))
                .tls(new AuthorizationRequestClaims.Tls("1.3", "c", List.of(), List.of(List.of("pem", "ca"))))
                .sign(SERVER, NOW);
        String response = AuthorizationResponseClaims.builder(USER.publicKey(), SERVER.publicKey())
                .error("no")
                .sign(ACCOUNT, NOW);
        String generic = GenericClaims.builder("anything", "{\"color\":\"blue\"}".getBytes(StandardCharsets.UTF_8))
                .sign(ACCOUNT, NOW);

        assertThat(Jwt.decodeActivation(activation).importSubject()).isEqualTo("help");
        AuthorizationRequestClaims asked = (AuthorizationRequestClaims) Jwt.decode(request);
        assertThat(asked.connect().password()).isEqualTo("secret");
        assertThat(asked.tls()).isNotNull();
        assertThat(asked.toString() + asked.connect()).doesNotContain("secret");
        assertThat(asked.issues(0)).isEmpty();
        assertThat(new String(asked.toJson(), StandardCharsets.UTF_8)).isEqualTo(payload(request));
        assertThat(Jwt.decode(response))
                .isInstanceOfSatisfying(
                        AuthorizationResponseClaims.class,
                        r -> assertThat(r.error()).isEqualTo("no"));
        assertThat(((GenericClaims) Jwt.decode(generic)).data().string("color")).isEqualTo("blue");
    }

    @Test
    void version_1_is_read_as_nats_server_reads_it() {
        String user = token(
                "{\"jti\":\"x\",\"iat\":1,\"iss\":\"" + ACCOUNT.publicKey() + "\",\"sub\":\"" + USER.publicKey()
                        + "\",\"type\":\"user\",\"issuer_account\":\"" + OTHER.publicKey()
                        + "\",\"nats\":{\"pub\":{\"allow\":[\"a\"]},\"src\":\"10.0.0.0/8, 192.168.0.0/16\"}}",
                ACCOUNT,
                "ed25519");
        String account = token(
                "{\"iss\":\"" + OPERATOR.publicKey() + "\",\"sub\":\"" + ACCOUNT.publicKey()
                        + "\",\"type\":\"account\",\"nats\":{\"limits\":{\"conn\":3},\"signing_keys\":[\""
                        + OTHER.publicKey() + "\"]}}",
                OPERATOR,
                "ed25519");

        UserClaims read = Jwt.decodeUser(user);

        assertThat(read.version()).isEqualTo(1);
        assertThat(read.account()).isEqualTo(OTHER.publicKey());
        assertThat(read.rules().maxSubscriptions()).isEqualTo(-1);
        assertThat(read.rules().sourceNetworks()).containsExactly("10.0.0.0/8", "192.168.0.0/16");
        assertThat(Jwt.decodeAccount(account).limits().connections()).isEqualTo(3);
        assertThat(Jwt.decodeAccount(account).signingKeys()).containsKey(OTHER.publicKey());
    }

    @Test
    void what_was_not_signed_by_its_issuer_is_refused() {
        String token = UserClaims.builder(USER.publicKey()).sign(ACCOUNT, NOW);
        String[] chunks = token.split("\\.");
        String other = UserClaims.builder(USER.publicKey())
                .name("other")
                .sign(ACCOUNT, NOW)
                .split("\\.")[1];

        assertThatThrownBy(() -> Jwt.decode(chunks[0] + "." + other + "." + chunks[2]))
                .isInstanceOf(InvalidJwtException.class)
                .hasMessage("claim failed V2 signature verification");
        for (String malformed : List.of(
                "",
                "a.b",
                "a.b.c.d",
                "..",
                token + ".",
                token.substring(0, token.length() - 4),
                "!" + token,
                chunks[0] + "." + chunks[1] + "=." + chunks[2],
                "bnVsbA." + chunks[1] + "." + chunks[2])) {
            assertThatThrownBy(() -> Jwt.decode(malformed)).as(malformed).isInstanceOf(InvalidJwtException.class);
        }
    }

    @Test
    void a_kind_of_key_that_may_not_sign_such_claims_is_refused() {
        String byUser = token(
                "{\"iss\":\"" + USER.publicKey() + "\",\"sub\":\"" + USER.publicKey()
                        + "\",\"nats\":{\"type\":\"user\",\"version\":2}}",
                USER,
                "ed25519-nkey");

        assertThatThrownBy(() -> Jwt.decode(byUser)).hasMessageStartingWith("unable to validate expected prefixes");
        assertThatThrownBy(() -> UserClaims.builder(USER.publicKey()).sign(USER))
                .isInstanceOf(InvalidJwtException.class);
        assertThatThrownBy(() -> UserClaims.builder(ACCOUNT.publicKey()).sign(ACCOUNT))
                .isInstanceOf(InvalidJwtException.class)
                .hasMessageContaining("beginning with U");
    }

    /** CVE-2020-26521. */
    @Test
    void null_fields_and_a_truncated_issuer_key_are_refused_and_break_nothing() {
        String cut = token(
                "{\"iss\":\"" + ACCOUNT.publicKey().substring(0, 30) + "\",\"sub\":\"" + USER.publicKey()
                        + "\",\"nats\":{\"type\":\"user\",\"version\":2}}",
                ACCOUNT,
                "ed25519-nkey");
        String nulls = token(
                "{\"iss\":\"" + OPERATOR.publicKey() + "\",\"sub\":\"" + ACCOUNT.publicKey()
                        + "\",\"nats\":{\"imports\":[null],\"exports\":[null],\"signing_keys\":[null,7],"
                        + "\"limits\":null,\"revocations\":null,\"type\":\"account\",\"version\":2}}",
                OPERATOR,
                "ed25519-nkey");

        assertThatThrownBy(() -> Jwt.decode(cut)).isInstanceOf(InvalidJwtException.class);
        assertThat(Jwt.decodeAccount(nulls).issues(0))
                .extracting(ClaimIssue::text)
                .contains("null import or export is not allowed");
    }

    @Test
    void a_newer_version_and_a_token_that_is_too_large_are_refused() {
        String newer = token(
                "{\"iss\":\"" + ACCOUNT.publicKey() + "\",\"sub\":\"u\",\"nats\":{\"type\":\"user\",\"version\":3}}",
                ACCOUNT,
                "ed25519-nkey");

        assertThatThrownBy(() -> Jwt.decode(newer)).hasMessageContaining("newer version");
        assertThatThrownBy(() -> Jwt.decode("a".repeat(1024 * 1024 + 1))).hasMessageContaining("too large");
    }

    @Test
    void whatever_bytes_are_signed_there_is_an_answer_or_an_exception_of_ours() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String json = payload(AccountClaims.builder(ACCOUNT.publicKey())
                .exports(List.of(AccountExport.service("a.*").build()))
                .imports(List.of(AccountImport.stream(OTHER.publicKey(), "b").build()))
                .signingKey(SigningKey.scoped(
                        OTHER.publicKey(), "r", UserRules.builder().build()))
                .sign(OPERATOR, NOW));
        for (int i = 0; i < 300; i++) {
            StringBuilder mutated = new StringBuilder(json);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                mutated.setCharAt(random.nextInt(mutated.length()), "{}[]\",:0n-.a".charAt(random.nextInt(12)));
            }
            try {
                Jwt.decode(token(mutated.toString(), OPERATOR, "ed25519-nkey")).issues(0);
            } catch (InvalidJwtException refused) {
                assertThat(refused.getMessage()).as("seed " + seed).isNotNull();
            }
        }
    }

    @Test
    void issues_are_told_in_the_words_of_the_tools() {
        AccountClaims account = AccountClaims.builder(ACCOUNT.publicKey())
                .limits(OperatorLimits.builder()
                        .exports(1)
                        .wildcardExports(false)
                        .build())
                .exports(List.of(
                        AccountExport.service("a.>").build(),
                        AccountExport.service("a.b").build()))
                .imports(List.of(AccountImport.service("", "x y").build()))
                .build();

        assertThat(account.issues(0))
                .extracting(ClaimIssue::text)
                .contains(
                        "account to import from is not specified",
                        "subject \"x y\" cannot have spaces",
                        "service export subject \"a.>\" already exports \"a.b\"",
                        "the account contains more exports than allowed by the operator",
                        "the account contains wildcard exports that are not allowed by the operator");
    }
}
