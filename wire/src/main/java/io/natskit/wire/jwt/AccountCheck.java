// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules for the claims of an account. Confined to one thread. */
final class AccountCheck {
    private static final int WEIGHT_MAX = 100;

    private final AccountClaims account;
    private final ClaimCheck check;

    AccountCheck(AccountClaims account, ClaimCheck check) {
        this.account = account;
        this.check = check;
    }

    void run() {
        imports();
        exports();
        limits();
        check.permissions(account.defaultPermissions());
        account.mappings().forEach(this::mapping);
        authorization(account.authorization());
        TraceRule trace = account.trace();
        if (trace != null) {
            trace(trace);
        }
        account.signingKeys()
                .values()
                .forEach(key -> check.key(
                        key.key(),
                        NKeyKind.ACCOUNT,
                        key.template() == null
                                ? "\"" + Words.shown(key.key()) + "\" is not a valid account signing key"
                                : Words.shown(key.key()) + " is not an account public key"));
        check.info(account.description(), account.infoUrl());
        String traffic = account.clusterTraffic();
        if (!traffic.isEmpty() && !traffic.equals("system") && !traffic.equals("owner")) {
            check.error("unknown cluster traffic option: \"" + Words.shown(traffic) + "\"");
        }
        if (NKey.isPublicKey(account.issuer(), NKeyKind.ACCOUNT)
                && !account.limits().isEmpty()) {
            check.warning("self-signed account JWTs shouldn't contain operator limits");
        }
    }

    private void imports() {
        Map<String, List<String>> services = new HashMap<>();
        for (AccountImport one : account.imports()) {
            if (one.kind() == ExportKind.SERVICE) {
                String local = one.to().isEmpty() ? plain(one.localSubject()) : one.to();
                overlap(
                        local.isEmpty() ? one.subject() : local,
                        one.account(),
                        services.computeIfAbsent(one.account(), key -> new ArrayList<>()));
            }
            imported(one);
        }
    }

    private void overlap(String subject, String from, List<String> others) {
        for (String other : others) {
            if (ClaimCheck.isContained(subject, other) || ClaimCheck.isContained(other, subject)) {
                check.error("overlapping subject namespace for \"" + Words.shown(subject) + "\" and \""
                        + Words.shown(other) + "\" in same account \"" + Words.shown(from) + "\"");
            }
        }
        others.add(subject);
    }

    private void imported(AccountImport one) {
        if (one.kind() == ExportKind.UNKNOWN) {
            check.error("invalid import type: \"unknown\"");
        }
        if (one.kind() == ExportKind.SERVICE && one.allowTrace()) {
            check.error("AllowTrace only valid for stream import");
        }
        if (one.account().isEmpty()) {
            check.error("account to import from is not specified");
        }
        if (!one.to().isEmpty()) {
            check.warning("the field to has been deprecated (use LocalSubject instead)");
        }
        check.subject(one.subject());
        if (!one.localSubject().isEmpty()) {
            renaming(one.localSubject(), one.subject());
            if (!one.to().isEmpty()) {
                check.error("Local Subject replaces To");
            }
        }
        if (one.share() && one.kind() != ExportKind.SERVICE) {
            check.error("sharing information (for latency tracking) is only valid for services: \""
                    + Words.shown(one.subject()) + "\"");
        }
        if (!one.token().isEmpty()) {
            token(one);
        }
    }

    private void token(AccountImport one) {
        String shown = "\"" + Words.shown(one.subject()) + "\"";
        ActivationClaims activation;
        try {
            activation = Jwt.decodeActivation(one.token());
        } catch (InvalidJwtException e) {
            check.error("import " + shown + " contains an invalid activation token");
            return;
        }
        if (!activation.issuer().equals(one.account())
                && !activation.issuerAccount().equals(one.account())) {
            check.error("activation token doesn't match account for import " + shown);
        }
        if (!activation.subject().equals(account.subject())) {
            check.error("activation token doesn't match account it is being included in, " + shown);
        }
        if (activation.kind() != one.kind()) {
            check.error(
                    "mismatch between token import type " + activation.kind().text() + " and type of import "
                            + one.kind().text());
        }
        activation.check(check);
        String subject = one.kind() == ExportKind.SERVICE && !one.to().isEmpty() ? one.to() : one.subject();
        if (!ClaimCheck.isContained(subject, activation.importSubject())) {
            check.error("activation token import subject \"" + Words.shown(activation.importSubject())
                    + "\" doesn't match import " + shown);
        }
    }

    /** References to wildcards as wildcards. */
    private static String plain(String renaming) {
        List<String> tokens = ClaimCheck.split(renaming, '.');
        tokens.replaceAll(token -> reference(token) >= 0 ? "*" : token);
        return String.join(".", tokens);
    }

    /** The number behind a dollar sign, −1 for what is none. */
    private static int reference(String token) {
        if (token.length() < 2 || token.length() > 9 || token.charAt(0) != '$') {
            return -1;
        }
        int number = 0;
        for (int i = 1; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private void renaming(String to, String from) {
        check.subject(to);
        if (from.isEmpty()) {
            check.error("subject cannot be empty");
        }
        if (isOpen(to) != isOpen(from)) {
            check.error("both, renaming subject and subject, need to end or not end in >");
        }
        int wildcards = 0;
        for (String token : ClaimCheck.split(from, '.')) {
            wildcards += token.equals("*") ? 1 : 0;
        }
        int used = 0;
        for (String token : ClaimCheck.split(to, '.')) {
            int number = reference(token);
            if (number > wildcards) {
                check.error("Reference $" + number + " in \"" + Words.shown(to) + "\" reference * in \""
                        + Words.shown(from) + "\" that do not exist");
            } else if (number >= 0 || token.equals("*")) {
                used++;
            }
        }
        if (used != wildcards) {
            check.error("subject does not contain enough * or reference wildcards $[0-9]");
        }
    }

    private static boolean isOpen(String subject) {
        return subject.equals(">") || subject.endsWith(".>");
    }

    private void exports() {
        account.exports().forEach(this::exported);
        for (ExportKind kind : new ExportKind[] {ExportKind.SERVICE, ExportKind.STREAM}) {
            List<AccountExport> all = account.exports().stream()
                    .filter(one -> (one.kind() == ExportKind.SERVICE) == (kind == ExportKind.SERVICE))
                    .toList();
            for (AccountExport outer : all) {
                all.stream()
                        .filter(inner -> inner != outer && ClaimCheck.isContained(inner.subject(), outer.subject()))
                        .findFirst()
                        .ifPresent(inner -> check.error(kind.text() + " export subject \""
                                + Words.shown(outer.subject()) + "\" already exports \""
                                + Words.shown(inner.subject()) + "\""));
            }
        }
    }

    private void exported(AccountExport one) {
        boolean service = one.kind() == ExportKind.SERVICE;
        if (one.kind() == ExportKind.UNKNOWN) {
            check.error("invalid export type: \"unknown\"");
        }
        switch (one.responseType()) {
            case "" -> {}
            case "Singleton", "Stream", "Chunked" -> {
                if (!service) {
                    check.error("invalid response type for stream: \"" + one.responseType() + "\"");
                }
            }
            default ->
                check.error("invalid response type for " + (service ? "service" : "stream") + ": \""
                        + Words.shown(one.responseType()) + "\"");
        }
        if (one.kind() == ExportKind.STREAM && one.allowTrace()) {
            check.error("AllowTrace only valid for service export");
        }
        ServiceLatency latency = one.latency();
        if (latency != null) {
            latency(latency, service);
        }
        if (one.responseThresholdNanos() < 0) {
            check.error("negative response threshold is invalid");
        }
        if (one.responseThresholdNanos() > 0 && !service) {
            check.error("response threshold only valid for services");
        }
        check.subject(one.subject());
        tokenPosition(one);
        check.info(one.description(), one.infoUrl());
    }

    private void latency(ServiceLatency latency, boolean service) {
        if (!service) {
            check.error("latency tracking only permitted for services");
        }
        if (latency.samplingPercent() < 0 || latency.samplingPercent() > 100) {
            check.error("sampling percentage needs to be between 1-100");
        }
        check.subject(latency.subject());
        if (ClaimCheck.hasWildcards(latency.subject())) {
            check.error("results subject can not contain wildcards");
        }
    }

    private void tokenPosition(AccountExport one) {
        long position = one.accountTokenPosition();
        if (position == 0) {
            return;
        }
        List<String> tokens = ClaimCheck.split(one.subject(), '.');
        if (!ClaimCheck.hasWildcards(one.subject())) {
            check.error(
                    "Account Token Position can only be used with wildcard subjects: " + Words.shown(one.subject()));
        } else if (position < 0 || position > tokens.size()) {
            check.error("Account Token Position " + Long.toUnsignedString(position) + " exceeds length of subject '"
                    + Words.shown(one.subject()) + "'");
        } else if (!tokens.get((int) position - 1).equals("*")) {
            check.error("Account Token Position " + position + " matches '"
                    + Words.shown(tokens.get((int) position - 1)) + "' but must match a * in: "
                    + Words.shown(one.subject()));
        }
    }

    private void limits() {
        OperatorLimits limits = account.limits();
        if (!limits.tiers().isEmpty()) {
            if (!limits.jetStream().equals(JetStreamLimits.OFF)) {
                check.error("JetStream Limits and tiered JetStream Limits are mutually exclusive");
            }
            if (limits.tiers().containsKey("")) {
                check.error("Tiered JetStream Limits can not contain a blank \"\" tier name");
            }
        }
        if (limits.imports() != OperatorLimits.NO_LIMIT && account.imports().size() > limits.imports()) {
            check.error("the account contains more imports than allowed by the operator");
        }
        if (limits.exports() != OperatorLimits.NO_LIMIT) {
            if (account.exports().size() > limits.exports()) {
                check.error("the account contains more exports than allowed by the operator");
            }
            if (!limits.wildcardExports()
                    && account.exports().stream().anyMatch(one -> ClaimCheck.hasWildcards(one.subject()))) {
                check.error("the account contains wildcard exports that are not allowed by the operator");
            }
        }
    }

    private void mapping(String source, List<MappedSubject> destinations) {
        check.subject(source);
        Map<String, Integer> totals = new HashMap<>();
        for (MappedSubject one : destinations) {
            check.subject(one.subject());
            if (one.share() > WEIGHT_MAX) {
                check.error(
                        "Mapping \"" + Words.shown(source) + "\" has a weight " + one.share() + " that exceeds 100");
            }
            totals.merge(one.cluster(), one.share(), Integer::sum);
        }
        totals.forEach((cluster, total) -> {
            if (total > WEIGHT_MAX) {
                check.error("Mapping \"" + Words.shown(source) + "\""
                        + (cluster.isEmpty() ? "" : " in cluster \"" + Words.shown(cluster) + "\"")
                        + " exceeds 100% among all of it's weighted to mappings");
            }
        });
    }

    private void authorization(ExternalAuthorization rule) {
        if (!rule.allowedAccounts().isEmpty() && rule.users().isEmpty()) {
            check.error("External authorization cannot have accounts without users specified");
        }
        rule.users()
                .forEach(user -> check.key(
                        user, NKeyKind.USER, "AuthUser \"" + Words.shown(user) + "\" is not a valid user public key"));
        for (String one : rule.allowedAccounts()) {
            if (one.equals("*")) {
                if (rule.allowedAccounts().size() > 1) {
                    check.error("AllowedAccounts can only be a list of accounts or \"*\"");
                }
            } else {
                check.key(
                        one,
                        NKeyKind.ACCOUNT,
                        "Account \"" + Words.shown(one) + "\" is not a valid account public key");
            }
        }
        if (!rule.xkey().isEmpty()) {
            check.key(
                    rule.xkey(),
                    NKeyKind.CURVE,
                    "XKey \"" + Words.shown(rule.xkey()) + "\" is not a valid public xkey");
        }
    }

    private void trace(TraceRule trace) {
        List<ClaimIssue> found = new ArrayList<>();
        new ClaimCheck(found).subject(trace.destination());
        if (!found.isEmpty()) {
            check.error("the account Trace.Destination " + found.get(0).text());
        }
        if (ClaimCheck.hasWildcards(trace.destination())) {
            check.error("the account Trace.Destination subject \"" + Words.shown(trace.destination())
                    + "\" is not a valid publish subject");
        }
        if (trace.samplingPercent() < 0 || trace.samplingPercent() > 100) {
            check.error("the account Trace.Sampling value '" + trace.samplingPercent()
                    + "' is not valid, should be in the range [1..100]");
        }
    }
}
