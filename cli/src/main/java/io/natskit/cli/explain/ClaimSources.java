// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.action.Failure;
import io.natskit.server.ClaimRules;
import io.natskit.server.config.ConfigFile;
import io.natskit.server.config.OperatorOptions;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the JWTs of account and operator are, for explaining a user by its own. */
final class ClaimSources {
    @Option(names = "--account-jwt", paramLabel = "FILE", description = "The JWT of the user's account.")
    private @Nullable Path account;

    @Option(
            names = "--operator-jwt",
            paramLabel = "FILE",
            description = "That of its operator; without one the account's signature is taken as it is.")
    private @Nullable Path operator;

    /** The rules of these files, and of a configuration unless that is null. */
    ClaimRules rules(@Nullable Path configuration) {
        OperatorOptions.Builder options = configuration == null
                ? OperatorOptions.builder()
                : ConfigFile.read(configuration).options().operator().toBuilder();
        if (operator != null) {
            options.operators(List.of(read(operator)));
        }
        if (account != null) {
            String jwt = read(account);
            AccountClaims claims = Jwt.decodeAccount(jwt);
            options.preload(claims.subject(), jwt);
            if (configuration == null && operator == null) {
                options.trustedKeys(List.of(claims.issuer()));
            }
        }
        OperatorOptions all = options.build();
        if (!all.isOn()) {
            throw new Failure(
                    "nobody vouches for the user's account",
                    "say --account-jwt, with --operator-jwt, or --config with a server's configuration of an operator");
        }
        return ClaimRules.of(all);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
