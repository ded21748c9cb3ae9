// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.OperatorOptions;
import io.natskit.server.config.OperatorOptions.Resolver;
import io.natskit.wire.jwt.ClaimIssue;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import java.time.Instant;
import java.util.List;

/** Says in the log what is wrong with the tokens of accounts that a configuration holds, as nats-server does. */
final class Preloads {
    private Preloads() {}

    /** Does nothing where another resolver than MEMORY has the last word. */
    static void check(OperatorOptions options, Instant now, LogSink log) {
        if (options.resolver() instanceof Resolver.Memory) {
            options.preload().forEach((account, jwt) -> check(account, jwt, now, log));
        }
    }

    private static void check(String account, String jwt, Instant now, LogSink log) {
        List<ClaimIssue> issues;
        try {
            issues = Jwt.decodeAccount(jwt).issues(now.getEpochSecond());
        } catch (InvalidJwtException e) {
            log.log(LogSink.Level.ERROR, "Preloaded account [" + account + "] not valid");
            return;
        }
        if (issues.stream().anyMatch(ClaimIssue::isBlocking)) {
            log.log(LogSink.Level.WARN, "Account [" + account + "] has validation issues:");
            issues.forEach(issue -> log.log(LogSink.Level.WARN, "  - " + issue.text()));
        }
    }
}
