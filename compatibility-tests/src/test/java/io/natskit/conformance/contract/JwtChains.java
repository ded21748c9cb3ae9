// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.TimeRange;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes chains of operator, account and user: each with an account of its own, and with up to two peculiarities, of which some are faults. */
final class JwtChains {
    private final Instant now = Instant.now();

    private final Random random;
    private final NKey operator = NKey.generate(NKeyKind.OPERATOR);
    private final NKey operatorSigning = NKey.generate(NKeyKind.OPERATOR);
    private final NKey foreign = NKey.generate(NKeyKind.OPERATOR);
    private final NKey system = NKey.generate(NKeyKind.ACCOUNT);
    private final StringBuilder accounts = new StringBuilder();

    JwtChains(Random random) {
        this.random = random;
    }

    /** A user's token and the key that signs the nonce, or null for nobody; and whether the server should let it in. */
    record Chain(String description, String jwt, NKey key, boolean deserves) {}

    /** What is peculiar of a chain. */
    private enum Peculiarity {
        OPERATOR_SIGNING_KEY(true),
        FOREIGN_OPERATOR(false),
        ACCOUNT_EXPIRED(false),
        ACCOUNT_ENDS_LATER(true),
        ACCOUNT_UNKNOWN(false),
        ACCOUNT_BANS_BEARERS(true),
        USER_OF_SIGNING_KEY(true),
        USER_OF_SCOPED_KEY(true),
        USER_OF_SCOPED_KEY_WITH_RULES(false),
        USER_OF_UNKNOWN_KEY(false),
        USER_REVOKED(false),
        ALL_REVOKED(false),
        OTHERS_REVOKED(true),
        USER_EXPIRED(false),
        USER_ENDS_LATER(true),
        USER_NOT_YET(false),
        SIGNED_BY_ANOTHER(false),
        UNSIGNED(false),
        OTHER_NETWORK(false),
        THIS_NETWORK(true),
        OTHER_LISTENER(false),
        OTHER_HOURS(false),
        PERMISSIONS(true),
        PROXY_REQUIRED(false);

        final boolean harmless;

        Peculiarity(boolean harmless) {
            this.harmless = harmless;
        }

        boolean signsUsers() {
            return name().startsWith("USER_OF_");
        }

        /** Whether the one would undo the other: both say the same thing of the same claims. */
        boolean contradicts(Peculiarity other) {
            return CONTRADICTIONS.stream().anyMatch(pair -> pair.contains(this) && pair.contains(other));
        }

        boolean isOfRules() {
            return switch (this) {
                case OTHER_NETWORK, THIS_NETWORK, OTHER_LISTENER, OTHER_HOURS, PERMISSIONS, PROXY_REQUIRED -> true;
                default -> false;
            };
        }
    }

    private static final List<Set<Peculiarity>> CONTRADICTIONS = List.of(
            EnumSet.of(Peculiarity.OPERATOR_SIGNING_KEY, Peculiarity.FOREIGN_OPERATOR),
            EnumSet.of(Peculiarity.ACCOUNT_EXPIRED, Peculiarity.ACCOUNT_ENDS_LATER),
            EnumSet.of(Peculiarity.USER_EXPIRED, Peculiarity.USER_ENDS_LATER),
            EnumSet.of(Peculiarity.OTHER_NETWORK, Peculiarity.THIS_NETWORK));

    /** What is being made of one account and its user. */
    private final class Making {
        final NKey account = NKey.generate(NKeyKind.ACCOUNT);
        final NKey signing = NKey.generate(NKeyKind.ACCOUNT);
        final NKey key = NKey.generate(NKeyKind.USER);
        final AccountClaims.Builder claims = AccountClaims.builder(account.publicKey());
        final UserClaims.Builder user = UserClaims.builder(key.publicKey()).name("u");
        final UserRules.Builder rules = UserRules.builder();
        NKey accountSigner = operator;
        NKey userSigner = account;
        NKey nonceSigner = key;
        boolean known = true;
        boolean scoped;

        void apply(Peculiarity one) {
            switch (one) {
                case OPERATOR_SIGNING_KEY -> accountSigner = operatorSigning;
                case FOREIGN_OPERATOR -> accountSigner = foreign;
                case ACCOUNT_EXPIRED -> claims.expires(now.minusSeconds(60));
                case ACCOUNT_ENDS_LATER -> claims.expires(now.plusSeconds(3_600));
                case ACCOUNT_UNKNOWN -> known = false;
                case ACCOUNT_BANS_BEARERS ->
                    claims.limits(
                            OperatorLimits.builder().bearerDisallowed(true).build());
                case USER_OF_SIGNING_KEY -> sign(SigningKey.of(signing.publicKey()));
                case USER_OF_SCOPED_KEY -> {
                    sign(SigningKey.scoped(
                            signing.publicKey(), "role", UserRules.builder().build()));
                    scoped = true;
                }
                case USER_OF_SCOPED_KEY_WITH_RULES ->
                    sign(SigningKey.scoped(
                            signing.publicKey(), "role", UserRules.builder().build()));
                case USER_OF_UNKNOWN_KEY -> userSigner = signing;
                case USER_REVOKED -> claims.revoke(key.publicKey(), now.getEpochSecond() + 60);
                case ALL_REVOKED -> claims.revoke("*", now.getEpochSecond() + 60);
                case OTHERS_REVOKED ->
                    claims.revoke(NKey.generate(NKeyKind.USER).publicKey(), now.getEpochSecond() + 60);
                case USER_EXPIRED -> user.expires(now.minusSeconds(60));
                case USER_ENDS_LATER -> user.expires(now.plusSeconds(3_600));
                case USER_NOT_YET -> user.notBefore(now.plusSeconds(3_600));
                case SIGNED_BY_ANOTHER -> nonceSigner = NKey.generate(NKeyKind.USER);
                case UNSIGNED -> nonceSigner = null;
                default -> rule(one);
            }
        }

        private void rule(Peculiarity one) {
            switch (one) {
                case OTHER_NETWORK -> rules.sourceNetworks(List.of("192.0.2.0/24"));
                case THIS_NETWORK -> rules.sourceNetworks(List.of("0.0.0.0/0"));
                case OTHER_LISTENER -> rules.connectionTypes(List.of("MQTT"));
                case OTHER_HOURS -> rules.times(List.of(new TimeRange(hour(2), hour(3))), "UTC");
                case PERMISSIONS -> rules.permissions(ClaimPermissions.ALL.publish(List.of("a"), List.of("b")));
                case PROXY_REQUIRED -> rules.proxyRequired(true);
                default -> throw new AssertionError(one);
            }
        }

        private void sign(SigningKey with) {
            claims.signingKey(with);
            userSigner = signing;
        }

        Chain done(String description, boolean deserves) {
            if (known) {
                accounts.append(' ')
                        .append(account.publicKey())
                        .append(": ")
                        .append(claims.sign(accountSigner))
                        .append('\n');
            }
            user.rules(scoped ? UserRules.none() : rules.build());
            if (userSigner == signing) {
                user.issuerAccount(account.publicKey());
            }
            return new Chain(description, user.sign(userSigner), nonceSigner, deserves);
        }
    }

    private String hour(int later) {
        return now.plusSeconds(3_600L * later).toString().substring(11, 19);
    }

    /** The next chain; each peculiarity comes in its turn, another one by chance beside it. */
    Chain next(int number) {
        Peculiarity[] all = Peculiarity.values();
        List<Peculiarity> chosen = new ArrayList<>(List.of(all[number % all.length]));
        Peculiarity other = all[random.nextInt(all.length)];
        if (number >= all.length && goes(other, chosen.get(0))) {
            chosen.add(other);
        }
        Making making = new Making();
        chosen.forEach(making::apply);
        return making.done(
                "chain " + number + " with " + chosen, chosen.stream().allMatch(one -> one.harmless));
    }

    /** A user is signed once, one of a scoped key has no rules of its own, and nothing is said twice. */
    private static boolean goes(Peculiarity one, Peculiarity with) {
        boolean twice = one == with || one.signsUsers() && with.signsUsers();
        boolean ruled = one.signsUsers() && with.isOfRules() || with.signsUsers() && one.isOfRules();
        return !twice && !ruled && !one.contradicts(with);
    }

    /** The configuration of a server that knows the accounts of all chains so far. */
    String config() {
        return "operator: "
                + OperatorClaims.builder(operator.publicKey())
                        .systemAccount(system.publicKey())
                        .signingKeys(List.of(operatorSigning.publicKey()))
                        .sign(operator)
                + "\nsystem_account: " + system.publicKey() + "\nresolver: MEMORY\nresolver_preload: {\n "
                + system.publicKey() + ": "
                + AccountClaims.builder(system.publicKey()).sign(operator) + "\n" + accounts + "}\n";
    }
}
