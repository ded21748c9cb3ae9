// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.NKeyKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an account is, shares and may take, said by its operator, or by itself before that. Immutable. */
public final class AccountClaims extends Claims {
    private final List<AccountImport> imports;
    private final List<AccountExport> exports;
    private final OperatorLimits limits;
    private final Map<String, SigningKey> signingKeys;
    private final Map<String, Long> revocations;
    private final ClaimPermissions defaultPermissions;
    private final Map<String, List<MappedSubject>> mappings;
    private final ExternalAuthorization authorization;
    private final @Nullable TraceRule trace;
    private final String clusterTraffic;
    private final String description;
    private final String infoUrl;
    private final boolean holdsNull;

    private AccountClaims(Builder b) {
        super(b);
        imports = List.copyOf(b.imports);
        exports = List.copyOf(b.exports);
        limits = b.limits;
        signingKeys = Map.copyOf(b.signingKeys);
        revocations = Map.copyOf(b.revocations);
        defaultPermissions = b.defaultPermissions;
        mappings = Map.copyOf(b.mappings);
        authorization = b.authorization;
        trace = b.trace;
        clusterTraffic = b.clusterTraffic;
        description = b.description;
        infoUrl = b.infoUrl;
        holdsNull = b.holdsNull;
    }

    /** A builder of claims about the account with this public key ({@code A…}), without limits and with JetStream off. */
    public static Builder builder(String subject) {
        Builder builder = new Builder(subject);
        builder.limits = OperatorLimits.builder().build();
        return builder;
    }

    static Builder empty() {
        return new Builder("");
    }

    @Override
    public String type() {
        return "account";
    }

    /** What it imports. */
    public List<AccountImport> imports() {
        return imports;
    }

    /** What it exports. */
    public List<AccountExport> exports() {
        return exports;
    }

    /** What its operator grants it. */
    public OperatorLimits limits() {
        return limits;
    }

    /** Other keys that sign for it, by their public keys. */
    public Map<String, SigningKey> signingKeys() {
        return signingKeys;
    }

    /** For users, or {@code *} for all: tokens issued up to this second of the epoch do not count. */
    public Map<String, Long> revocations() {
        return revocations;
    }

    /** Whether the token of a user that was issued at that second of the epoch counts no more. */
    public boolean isRevoked(String user, long issuedAtSecond) {
        return isRevoked(revocations, user, issuedAtSecond);
    }

    static boolean isRevoked(Map<String, Long> revocations, String key, long issuedAtSecond) {
        Long all = revocations.get("*");
        Long own = revocations.get(key);
        return (all != null && all >= issuedAtSecond) || (own != null && own >= issuedAtSecond);
    }

    /** What users may do whose claims say nothing of it. */
    public ClaimPermissions defaultPermissions() {
        return defaultPermissions;
    }

    /** Subjects that are published under others. */
    public Map<String, List<MappedSubject>> mappings() {
        return mappings;
    }

    /** Whether a service of the account decides who comes in. */
    public ExternalAuthorization authorization() {
        return authorization;
    }

    /** Which messages are traced, or null for none. */
    public @Nullable TraceRule trace() {
        return trace;
    }

    /** Which account replicates its streams: {@code system}, {@code owner}, or empty for the first. */
    public String clusterTraffic() {
        return clusterTraffic;
    }

    /** What it is. */
    public String description() {
        return description;
    }

    /** Where more is told. */
    public String infoUrl() {
        return infoUrl;
    }

    @Override
    void check(ClaimCheck check) {
        if (holdsNull) {
            check.error("null import or export is not allowed");
        }
        new AccountCheck(this, check).run();
    }

    @Override
    Set<NKeyKind> issuers() {
        return Set.of(NKeyKind.ACCOUNT, NKeyKind.OPERATOR);
    }

    @Override
    void writeBody(JsonWriter out) {
        if (!imports.isEmpty()) {
            out.beginArray("imports");
            imports.stream()
                    .sorted(Comparator.comparing(AccountImport::subject))
                    .forEach(one -> {
                        one.write(out.beginElement());
                        out.end();
                    });
            out.endArray();
        }
        if (!exports.isEmpty()) {
            out.beginArray("exports");
            exports.stream()
                    .sorted(Comparator.comparing(AccountExport::subject))
                    .forEach(one -> {
                        one.write(out.beginElement());
                        out.end();
                    });
            out.endArray();
        }
        limits.writeFields(out.begin("limits"));
        out.end();
        SigningKey.writeAll(signingKeys, out);
        AccountExport.writeTimes("revocations", revocations, out);
        defaultPermissions.writeFields(out.begin("default_permissions"));
        out.end();
        MappedSubject.writeMap(mappings, out);
        authorization.write(out);
        if (trace != null) {
            trace.write(out);
        }
        out.fieldIfPresent("cluster_traffic", clusterTraffic)
                .fieldIfPresent("description", description)
                .fieldIfPresent("info_url", infoUrl);
    }

    /** Collects claims of an account. */
    public static final class Builder extends Claims.Builder<Builder> {
        private List<AccountImport> imports = new ArrayList<>();
        private List<AccountExport> exports = new ArrayList<>();
        private OperatorLimits limits = OperatorLimits.zeroes().build();
        private Map<String, SigningKey> signingKeys = new LinkedHashMap<>();
        private Map<String, Long> revocations = new LinkedHashMap<>();
        private ClaimPermissions defaultPermissions = ClaimPermissions.ALL;
        private Map<String, List<MappedSubject>> mappings = new LinkedHashMap<>();
        private ExternalAuthorization authorization = ExternalAuthorization.NONE;
        private @Nullable TraceRule trace;
        private String clusterTraffic = "";
        private String description = "";
        private String infoUrl = "";
        private boolean holdsNull;

        private Builder(String subject) {
            super(subject);
        }

        /** What it imports. Default nothing. */
        public Builder imports(Collection<AccountImport> all) {
            this.imports = new ArrayList<>(all);
            return this;
        }

        /** What it exports. Default nothing. */
        public Builder exports(Collection<AccountExport> all) {
            this.exports = new ArrayList<>(all);
            return this;
        }

        /** What its operator grants it. Default everything but JetStream. */
        public Builder limits(OperatorLimits limits) {
            this.limits = limits;
            return this;
        }

        /** One more key that signs for it. Default none. */
        public Builder signingKey(SigningKey key) {
            this.signingKeys.put(key.key(), key);
            return this;
        }

        /** The user's tokens, or of {@code *} everybody's, that were issued up to this second of the epoch count no more. */
        public Builder revoke(String user, long upToSecond) {
            this.revocations.merge(user, upToSecond, Math::max);
            return this;
        }

        /** What users may do whose claims say nothing of it. Default everything. */
        public Builder defaultPermissions(ClaimPermissions permissions) {
            this.defaultPermissions = permissions;
            return this;
        }

        /** Publishes one subject under others. Default none. */
        public Builder mapping(String source, List<MappedSubject> destinations) {
            this.mappings.put(source, List.copyOf(destinations));
            return this;
        }

        /** Lets a service of the account decide who comes in. Default none. */
        public Builder authorization(ExternalAuthorization rule) {
            this.authorization = rule;
            return this;
        }

        /** Which messages are traced. Default none. */
        public Builder trace(@Nullable TraceRule rule) {
            this.trace = rule;
            return this;
        }

        /** Which account replicates its streams: {@code system} or {@code owner}. Default the first. */
        public Builder clusterTraffic(String account) {
            this.clusterTraffic = account;
            return this;
        }

        /** What it is, and where more is told. Default nothing. */
        public Builder info(String text, String url) {
            this.description = text;
            this.infoUrl = url;
            return this;
        }

        @Override
        public AccountClaims build() {
            return new AccountClaims(this);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        boolean readBody(StructReader in, int ofVersion) {
            switch (in.name()) {
                case "imports" -> readImports(in);
                case "exports" -> readExports(in);
                case "limits" -> limits = readLimits(in);
                case "signing_keys" -> signingKeys = SigningKey.readAll(in);
                case "revocations" -> revocations = Words.times(in);
                default -> {
                    return ofVersion > 1 && readNew(in);
                }
            }
            return true;
        }

        private boolean readNew(StructReader in) {
            switch (in.name()) {
                case "default_permissions" -> defaultPermissions = ClaimPermissions.read(in);
                case "mappings" -> mappings = MappedSubject.readMap(in);
                case "authorization" -> authorization = ExternalAuthorization.read(in);
                case "trace" -> trace = TraceRule.read(in);
                case "cluster_traffic" -> clusterTraffic = in.string(clusterTraffic);
                case "description" -> description = in.string(description);
                case "info_url" -> infoUrl = in.string(infoUrl);
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** With tiers, what stands beside them does not count. */
        private static OperatorLimits readLimits(StructReader in) {
            OperatorLimits read = OperatorLimits.read(in);
            return read.tiers().isEmpty()
                    ? read
                    : read.toBuilder().jetStream(JetStreamLimits.OFF).build();
        }

        private void readImports(StructReader in) {
            imports = new ArrayList<>();
            if (in.enterArray("jwt.Imports")) {
                while (in.nextElement()) {
                    if (in.enter("jwt.Import")) {
                        imports.add(AccountImport.read(in));
                    } else {
                        holdsNull = true;
                    }
                }
            }
        }

        private void readExports(StructReader in) {
            exports = new ArrayList<>();
            if (in.enterArray("jwt.Exports")) {
                while (in.nextElement()) {
                    if (in.enter("jwt.Export")) {
                        exports.add(AccountExport.read(in));
                    } else {
                        holdsNull = true;
                    }
                }
            }
        }
    }
}
