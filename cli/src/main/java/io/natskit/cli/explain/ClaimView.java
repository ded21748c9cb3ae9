// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.server.ClaimRules;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.Claims;
import io.natskit.wire.jwt.ResponsePermission;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** What the JWTs of a user and its account grant, for people and programs. */
final class ClaimView {
    private final ClaimRules.User user;
    private final Instant now;

    ClaimView(ClaimRules.User user, Instant now) {
        this.user = user;
        this.now = now;
    }

    /** The user's name and key. */
    String user() {
        return called(user.claims());
    }

    /** The account's. */
    String account() {
        return user.account().map(ClaimView::called).orElse(user.claims().account());
    }

    private static String called(Claims claims) {
        return claims.name().isEmpty() ? claims.subject() : claims.name() + " (" + claims.subject() + ")";
    }

    /** Whose rules hold, and what else has to be so. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("by " + source());
        if (user.claims().expiresAtSecond() > 0) {
            notes.add("the user's JWT expires " + end(user.claims()));
        }
        user.rules().ifPresent(rules -> conditions(rules).forEach(one -> notes.add("if it comes " + one)));
        return notes;
    }

    private String source() {
        return user.scope()
                .map(key ->
                        "the scoped signing key " + key.key() + (key.role().isEmpty() ? "" : ", role " + key.role()))
                .orElse(user.hasDefaultPermissions() ? "the default permissions of the account" : "the user's own JWT");
    }

    private ClaimPermissions permissions() {
        ClaimPermissions own = user.rules().map(UserRules::permissions).orElse(ClaimPermissions.ALL);
        return user.hasDefaultPermissions()
                ? user.account().map(AccountClaims::defaultPermissions).orElse(own)
                : own;
    }

    /** Everything. */
    Facts facts() {
        UserClaims claims = user.claims();
        Facts facts = new Facts((user.refusal().isEmpty() ? "Comes in: " : "Does not come in: ") + user());
        user.refusal().ifPresent(why -> facts.add("Refused", why));
        facts.add("Account", account())
                .add("Signed by", claims.issuer())
                .add("Issued", time(claims.issuedAtSecond()))
                .add("Expires", claims.expiresAtSecond() == 0 ? "never" : end(claims))
                .add("Revocations", revocations())
                .add("Rules", "by " + source());
        user.rules().ifPresent(rules -> {
            permissions(facts.section("Permissions"));
            facts.section("Limits")
                    .add("Subscriptions", limit(rules.maxSubscriptions(), Figures::count))
                    .add("Payload", limit(rules.maxPayloadBytes(), Figures::bytes));
            conditions(rules).forEach(one -> facts.add("Comes", one));
        });
        return facts;
    }

    private void permissions(Facts facts) {
        ClaimPermissions granted = permissions();
        facts.add("Publish", allowed(granted.publishAllow()))
                .addIfPresent("Publish never", String.join(", ", granted.publishDeny()))
                .add("Subscribe", allowed(granted.subscribeAllow()))
                .addIfPresent("Subscribe never", String.join(", ", granted.subscribeDeny()));
        ResponsePermission replies = granted.responses();
        if (replies != null) {
            facts.add(
                    "Replies",
                    limit(replies.maxMessages(), Figures::count) + " to a request, within "
                            + Figures.timeLimit(Duration.ofNanos(replies.expiresNanos())));
        }
    }

    private static String allowed(List<String> subjects) {
        return subjects.isEmpty() ? "everything" : String.join(", ", subjects);
    }

    private static String limit(long number, LongFunction<String> words) {
        return number < 0 ? "unlimited" : words.apply(number);
    }

    /** How it has to come, each as a continuation of "it comes". */
    private static List<String> conditions(UserRules rules) {
        List<String> all = new ArrayList<>();
        if (!rules.sourceNetworks().isEmpty()) {
            all.add("from " + String.join(" or ", rules.sourceNetworks()));
        }
        if (!rules.times().isEmpty()) {
            all.add(rules.times().stream()
                            .map(range -> "between " + range.start() + " and " + range.end())
                            .collect(Collectors.joining(" or "))
                    + (rules.timesLocation().isEmpty() ? "" : " in " + rules.timesLocation()));
        }
        if (!rules.connectionTypes().isEmpty()) {
            all.add("as " + String.join(" or ", rules.connectionTypes()));
        }
        if (rules.proxyRequired()) {
            all.add("through a trusted proxy");
        }
        all.add(rules.bearerToken() ? "with its JWT alone" : "with its seed");
        return all;
    }

    private String revocations() {
        return user.account()
                .map(account ->
                        account.isRevoked(user.claims().subject(), user.claims().issuedAtSecond())
                                ? "its account has revoked it"
                                : "none of it")
                .orElse("unknown without the account's JWT");
    }

    private String end(Claims claims) {
        Instant end = Instant.ofEpochSecond(claims.expiresAtSecond());
        return Figures.time(end)
                + (end.isBefore(now)
                        ? ", " + Figures.duration(Duration.between(end, now)) + " ago"
                        : ", in " + Figures.duration(Duration.between(now, end)));
    }

    private static String time(long second) {
        return Figures.time(Instant.ofEpochSecond(second));
    }

    /** The same as fields of a document. */
    void write(JsonWriter out) {
        UserClaims claims = user.claims();
        out.field("admitted", user.refusal().isEmpty());
        user.refusal().ifPresent(why -> out.field("refusal", why));
        out.field("name", claims.name())
                .field("subject", claims.subject())
                .field("account", claims.account())
                .field("issuer", claims.issuer())
                .field("issued_at", claims.issuedAtSecond())
                .fieldIfNonZero("expires_at", claims.expiresAtSecond())
                .field("rules", source());
        user.rules().ifPresent(rules -> {
            ClaimPermissions granted = permissions();
            out.strings("publish_allow", granted.publishAllow())
                    .strings("publish_deny", granted.publishDeny())
                    .strings("subscribe_allow", granted.subscribeAllow())
                    .strings("subscribe_deny", granted.subscribeDeny())
                    .field("max_subscriptions", rules.maxSubscriptions())
                    .field("max_payload", rules.maxPayloadBytes())
                    .strings("conditions", conditions(rules));
        });
    }
}
