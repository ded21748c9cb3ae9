// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.AccountResolver;
import io.natskit.server.auth.Identity;
import io.natskit.server.auth.JwtDirectory;
import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.Ruling;
import io.natskit.server.auth.TokenReader;
import io.natskit.server.config.OperatorOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the JWT of a user lets it do in operator mode, without a server that runs: whether it would come in, and which rule allows or refuses
 * a subject, by the code that a server judges by. What depends on the way by which somebody comes (his signature, address, proxy, kind of
 * connection) is not looked at; {@link User#rules} tells it. One thread at a time; reads files of the resolver's directory.
 *
 * <pre>{@code
 * ClaimRules.of(ConfigFile.read(file).options().operator()).user(jwt).publish("orders.new")
 * }</pre>
 */
public final class ClaimRules {
    private final TokenReader reader;

    private ClaimRules(TokenReader reader) {
        this.reader = reader;
    }

    /** The rules of these operators, at this time, with the accounts of the options: those that are preloaded, and those in a resolver's directory. */
    public static ClaimRules of(OperatorOptions options) {
        return of(options, InstantSource.system());
    }

    /** The same at another time. */
    static ClaimRules of(OperatorOptions options, InstantSource clock) {
        return new ClaimRules(new TokenReader(options, resolver(options), clock));
    }

    private static AccountResolver resolver(OperatorOptions options) {
        Map<String, String> preloaded = options.preload();
        return account -> {
            String jwt = preloaded.get(account);
            return jwt != null ? jwt : file(options, account);
        };
    }

    private static String file(OperatorOptions options, String account) throws IOException {
        OperatorOptions.Resolver resolver = options.resolver();
        Path directory = resolver instanceof OperatorOptions.Resolver.Full full
                ? full.directory()
                : resolver instanceof OperatorOptions.Resolver.Cache cache ? cache.directory() : null;
        String jwt = directory == null ? null : JwtDirectory.read(directory, account);
        if (jwt == null) {
            throw new IOException("the JWT of account " + account + " is not at hand");
        }
        return jwt;
    }

    /** The user of this JWT. Throws {@link InvalidJwtException} for what is none. */
    public User user(String jwt) {
        return new User(reader.read(jwt));
    }

    /** A user, as its JWT and that of its account have it. Immutable. */
    public static final class User {
        private final TokenReader.Reading reading;

        private User(TokenReader.Reading reading) {
            this.reading = reading;
        }

        /** What the JWT says. */
        public UserClaims claims() {
            return reading.user();
        }

        /** What that of the account says; nothing where it cannot be had, or may not be used. */
        public Optional<AccountClaims> account() {
            return Optional.ofNullable(reading.account());
        }

        /** What holds for the user: its own rules, or those of the signing key, filled in; nothing where none do. Without the account's permissions. */
        public Optional<UserRules> rules() {
            return Optional.ofNullable(reading.rules());
        }

        /** The scoped key that signed the JWT, whose rules hold for the user; nothing where its own do. */
        public Optional<SigningKey> scope() {
            return account()
                    .map(account -> account.signingKeys().get(reading.user().issuer()))
                    .filter(key -> key.template() != null);
        }

        /** Whether its permissions are those that the account has for whoever brings none. */
        public boolean hasDefaultPermissions() {
            return rules().filter(rules -> rules.permissions().isEmpty()).isPresent()
                    && account()
                            .filter(one -> !one.defaultPermissions().isEmpty())
                            .isPresent();
        }

        /** Why it would not be let in, in the server's words; nothing where it would. */
        public Optional<String> refusal() {
            return Optional.of(reading.refusal()).filter(why -> !why.isEmpty());
        }

        /** Whether it may publish to this subject. */
        public AccessRules.Decision publish(String subject) {
            return decide("publish", permissions -> permissions.explainPublish(subject));
        }

        /** Whether it may subscribe to this subject, as a member of {@code queue} unless that is null. */
        public AccessRules.Decision subscribe(String subject, @Nullable String queue) {
            return decide("subscribe", permissions -> permissions.explainSubscribe(subject, queue));
        }

        private AccessRules.Decision decide(String action, Function<Permissions, Ruling> judge) {
            Identity identity = reading.identity();
            if (identity == null) {
                String why = "it does not come in: " + reading.refusal();
                return new AccessRules.Decision(false, reading.user().account(), why, List.of());
            }
            Permissions permissions = identity.permissions();
            return AccessRules.decision(identity.account(), action, permissions, judge.apply(permissions));
        }

        /** User and account alone. */
        @Override
        public String toString() {
            return "User[" + reading.user().subject() + ", " + reading.user().account() + "]";
        }
    }
}
