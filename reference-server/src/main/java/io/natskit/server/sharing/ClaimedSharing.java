// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ExportOptions;
import io.natskit.server.config.ImportCycles;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.subject.InvalidTransformException;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.AccountExport;
import io.natskit.wire.jwt.AccountImport;
import io.natskit.wire.jwt.ActivationClaims;
import io.natskit.wire.jwt.ClaimIssue;
import io.natskit.wire.jwt.ExportKind;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.subject.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What accounts may import by their claims at one moment: exports that are public, for the importer by its place in the subject, or with an
 * activation token that is neither expired nor revoked. The same for the same claims, in whatever order they came. Confined to one thread.
 */
public final class ClaimedSharing {
    private final Map<String, AccountClaims> claims = new TreeMap<>();
    private final Map<String, AccountOptions> shared = new TreeMap<>();
    private final long nowSecond;
    private long nextExpiry = Long.MAX_VALUE;

    /** Of these accounts, at this second of the epoch. */
    public ClaimedSharing(Collection<AccountClaims> all, long nowSecond) {
        this.nowSecond = nowSecond;
        all.forEach(one -> claims.put(one.subject(), one));
        for (AccountClaims account : claims.values()) {
            shared.put(account.subject(), options(account, List.of()));
        }
        ImportCycles cycles = new ImportCycles(shared);
        for (AccountClaims account : claims.values()) {
            List<ImportOptions> accepted = new ArrayList<>();
            for (AccountImport one : account.imports()) {
                ImportOptions options = options(one);
                if (isApproved(account, one, options.subject())
                        && isFit(options)
                        && !cycles.wouldForm(account.subject(), options)) {
                    accepted.add(options);
                    shared.put(account.subject(), options(account, accepted));
                }
            }
        }
    }

    /** The accounts with what they export, and import rightly. */
    public List<AccountOptions> accounts() {
        return List.copyOf(shared.values());
    }

    /** The second of the epoch at which a token ends that counts now; {@link Long#MAX_VALUE} for none. */
    public long nextExpirySecond() {
        return nextExpiry;
    }

    private static AccountOptions options(AccountClaims account, List<ImportOptions> imports) {
        List<ExportOptions> exports = new ArrayList<>();
        for (AccountExport one : account.exports()) {
            ExportOptions.Builder export = one.kind() == ExportKind.SERVICE
                    ? ExportOptions.service(one.subject())
                    : ExportOptions.stream(one.subject());
            ExportOptions.ResponseType type = responseType(one.responseType());
            // only a single answer is measured
            export.latency(type == ExportOptions.ResponseType.SINGLETON ? one.latency() : null)
                    .allowTrace(one.allowTrace());
            exports.add(export.responseType(type)
                    .responseThreshold(Duration.ofNanos(Math.max(0, one.responseThresholdNanos())))
                    .build());
        }
        return AccountOptions.builder()
                .name(account.subject())
                .exports(exports)
                .imports(imports)
                .build();
    }

    private static ExportOptions.ResponseType responseType(String word) {
        return switch (word) {
            case "Stream" -> ExportOptions.ResponseType.STREAM;
            case "Chunked" -> ExportOptions.ResponseType.CHUNKED;
            default -> ExportOptions.ResponseType.SINGLETON;
        };
    }

    private static ImportOptions options(AccountImport one) {
        String local = one.localSubject();
        if (one.kind() == ExportKind.SERVICE) {
            // without a local subject the old form has the importer's subject first, and the exporter's behind it
            return local.isEmpty()
                    ? ImportOptions.service(one.account(), one.to().isEmpty() ? one.subject() : one.to())
                            .to(one.subject())
                            .share(one.share())
                    : ImportOptions.service(one.account(), one.subject())
                            .to(local)
                            .share(one.share());
        }
        String prefix = one.to().isEmpty() || one.to().endsWith(".") ? one.to() : one.to() + ".";
        return ImportOptions.stream(one.account(), one.subject())
                .to(local.isEmpty() ? prefix + one.subject() : local)
                .allowTrace(one.allowTrace());
    }

    private boolean isApproved(AccountClaims importer, AccountImport one, String subject) {
        AccountClaims exporter = claims.get(one.account());
        if (exporter == null || isExpired(exporter) || !Subjects.isValid(subject)) {
            return false;
        }
        AccountExport export = export(exporter, one.kind(), subject);
        if (export == null) {
            return false;
        }
        if (export.accountTokenPosition() > 0) {
            return !export.subject().equals(subject)
                    && importer.subject().equals(token(subject, export.accountTokenPosition()));
        }
        return !export.tokenRequired() || isActivated(importer, exporter, export, one, subject);
    }

    /** Whether the two subjects can be made of each other. */
    private static boolean isFit(ImportOptions one) {
        if (!Subjects.isValid(one.to())) {
            return false;
        }
        try {
            if (!one.subject().equals(one.to()) && !(one.isService() && Subjects.isLiteral(one.subject()))) {
                SubjectTransform.strict(one.subject(), SubjectTransform.numbered(one.to()));
            }
            return true;
        } catch (InvalidTransformException e) {
            return false;
        }
    }

    private boolean isExpired(AccountClaims account) {
        return account.expiresAtSecond() != 0 && account.expiresAtSecond() <= nowSecond;
    }

    private static @Nullable AccountExport export(AccountClaims exporter, ExportKind kind, String subject) {
        AccountExport wider = null;
        for (AccountExport one : exporter.exports()) {
            if (one.kind() == kind) {
                if (one.subject().equals(subject)) {
                    return one;
                }
                if (wider == null && Subjects.isSubsetOf(subject, one.subject())) {
                    wider = one;
                }
            }
        }
        return wider;
    }

    private static @Nullable String token(String subject, long position) {
        int from = 0;
        for (long i = 1; i < position; i++) {
            int dot = subject.indexOf('.', from);
            if (dot < 0) {
                return null;
            }
            from = dot + 1;
        }
        int to = subject.indexOf('.', from);
        return subject.substring(from, to < 0 ? subject.length() : to);
    }

    /** CVE-2021-3127: the token must be of that exporter, for that importer, kind and subject. */
    private boolean isActivated(
            AccountClaims importer, AccountClaims exporter, AccountExport export, AccountImport one, String subject) {
        ActivationClaims token;
        try {
            token = Jwt.decodeActivation(one.token());
        } catch (InvalidJwtException e) {
            return false;
        }
        boolean signed = token.issuerAccount().isEmpty()
                ? token.issuer().equals(exporter.subject())
                : token.issuerAccount().equals(exporter.subject())
                        && (exporter.signingKeys().containsKey(token.issuer())
                                || token.issuer().equals(exporter.subject()));
        boolean ours = token.subject().equals(importer.subject())
                && token.kind() == one.kind()
                && Subjects.isSubsetOf(subject, token.importSubject());
        boolean holds = token.issues(nowSecond).stream().noneMatch(ClaimIssue::isBlocking)
                && (token.expiresAtSecond() == 0 || token.expiresAtSecond() > nowSecond)
                && !isRevoked(export, token);
        if (signed && ours && holds && token.expiresAtSecond() != 0) {
            nextExpiry = Math.min(nextExpiry, token.expiresAtSecond());
        }
        return signed && ours && holds;
    }

    private static boolean isRevoked(AccountExport export, ActivationClaims token) {
        Long all = export.revocations().get("*");
        Long own = export.revocations().get(token.subject());
        return (all != null && all >= token.issuedAtSecond()) || (own != null && own >= token.issuedAtSecond());
    }
}
