// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.config.OperatorOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user's JWT comes to. That the server judges alike is held by the command line's tests, beside one. */
class ClaimRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey ACCOUNT = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SIGNING = NKey.generate(NKeyKind.ACCOUNT);
    private static final String USER = NKey.generate(NKeyKind.USER).publicKey();

    private static UserRules.Builder may(String publish) {
        return UserRules.builder().permissions(ClaimPermissions.ALL.publish(List.of(publish), List.of()));
    }

    private static AccountClaims.Builder account() {
        return AccountClaims.builder(ACCOUNT.publicKey()).name("APP");
    }

    private static OperatorOptions.Builder trusting() {
        return OperatorOptions.builder().trustedKeys(List.of(OPERATOR.publicKey()));
    }

    private static ClaimRules.User user(AccountClaims.Builder account, String jwt) {
        String accounts = account.sign(OPERATOR, NOW.minusSeconds(60));
        OperatorOptions options =
                trusting().preload(ACCOUNT.publicKey(), accounts).build();
        return ClaimRules.of(options, () -> NOW).user(jwt);
    }

    private static String signed(UserClaims.Builder user) {
        return user.sign(ACCOUNT, NOW.minusSeconds(30));
    }

    @Test
    void a_user_is_judged_by_its_own_rules() {
        ClaimRules.User ada = user(
                account(),
                signed(UserClaims.builder(USER)
                        .name("ada")
                        .rules(may("orders.>").build())));
        assertThat(ada.refusal()).isEmpty();
        assertThat(ada.account().orElseThrow().name()).isEqualTo("APP");
        assertThat(ada.scope()).isEmpty();
        assertThat(ada.hasDefaultPermissions()).isFalse();
        assertThat(ada.publish("orders.new"))
                .isEqualTo(new AccessRules.Decision(
                        true, ACCOUNT.publicKey(), "publish.allow \"orders.>\" covers it", List.of()));
        assertThat(ada.publish("other").reason()).isEqualTo("no entry of publish.allow covers it");
        assertThat(ada.subscribe("any", null).reason()).isEqualTo("no permission restricts subscribe");
        assertThat(ada).hasToString("User[" + USER + ", " + ACCOUNT.publicKey() + "]");
    }

    @Test
    void a_user_without_permissions_has_those_of_the_account() {
        ClaimRules.User ada = user(
                account().defaultPermissions(ClaimPermissions.ALL.publish(List.of(), List.of("secret"))),
                signed(UserClaims.builder(USER)));
        assertThat(ada.hasDefaultPermissions()).isTrue();
        assertThat(ada.publish("secret").reason()).isEqualTo("publish.deny \"secret\" covers it");
    }

    @Test
    void a_scoped_signing_key_gives_its_rules_filled_in() {
        AccountClaims.Builder account = account()
                .signingKey(SigningKey.scoped(
                        SIGNING.publicKey(), "writer", may("of.{{name()}}").build()));
        UserClaims.Builder ada = UserClaims.builder(USER).name("ada").issuerAccount(ACCOUNT.publicKey());
        ClaimRules.User scoped = user(account, ada.rules(UserRules.none()).sign(SIGNING, NOW));
        assertThat(scoped.scope().orElseThrow().role()).isEqualTo("writer");
        assertThat(scoped.publish("of.ada").allowed()).isTrue();
        assertThat(scoped.publish("of.bob").allowed()).isFalse();
        ClaimRules.User greedy = user(account, ada.rules(may(">").build()).sign(SIGNING, NOW));
        assertThat(greedy.refusal().orElseThrow()).contains("scoped users require no permissions");
        assertThat(greedy.rules()).isEmpty();
    }

    @Test
    void who_would_not_come_in_may_do_nothing() {
        UserClaims.Builder ada = UserClaims.builder(USER).name("ada");
        ClaimRules.User revoked = user(account().revoke("*", NOW.getEpochSecond()), signed(ada));
        assertThat(revoked.refusal()).contains("User authentication revoked");
        assertThat(revoked.publish("x"))
                .isEqualTo(new AccessRules.Decision(
                        false, ACCOUNT.publicKey(), "it does not come in: User authentication revoked", List.of()));
        assertThat(user(account(), signed(ada.expires(NOW.minus(Duration.ofDays(1)))))
                        .refusal())
                .contains("User JWT no longer valid");
        String stranger =
                UserClaims.builder(USER).issuerAccount(ACCOUNT.publicKey()).sign(SIGNING, NOW);
        assertThat(user(account(), stranger).refusal()).contains("User JWT issuer is not known");
    }

    @Test
    void an_account_has_to_be_at_hand_and_signed_by_an_operator(@TempDir Path folder) throws IOException {
        String ada = signed(UserClaims.builder(USER));
        ClaimRules none = ClaimRules.of(trusting().build(), () -> NOW);
        assertThat(none.user(ada).refusal().orElseThrow()).contains("the JWT of account " + ACCOUNT.publicKey());
        assertThat(none.user(ada).account()).isEmpty();
        String forged = account().sign(NKey.generate(NKeyKind.OPERATOR), NOW);
        OperatorOptions wrong = trusting().preload(ACCOUNT.publicKey(), forged).build();
        assertThat(ClaimRules.of(wrong, () -> NOW).user(ada).refusal().orElseThrow())
                .contains("account validation failed");
        Files.writeString(
                folder.resolve(ACCOUNT.publicKey() + ".jwt"), account().sign(OPERATOR, NOW));
        OperatorOptions kept = trusting()
                .resolver(new OperatorOptions.Resolver.Cache(folder, 0, Duration.ZERO, Duration.ZERO))
                .build();
        assertThat(ClaimRules.of(kept, () -> NOW).user(ada).refusal()).isEmpty();
        Files.writeString(folder.resolve(ACCOUNT.publicKey() + ".jwt"), " ".repeat(1024 * 1024 + 1));
        assertThat(ClaimRules.of(kept, () -> NOW).user(ada).refusal().orElseThrow())
                .contains("is larger than 1048576 bytes");
        assertThatThrownBy(() -> none.user("no token")).isInstanceOf(InvalidJwtException.class);
    }
}
