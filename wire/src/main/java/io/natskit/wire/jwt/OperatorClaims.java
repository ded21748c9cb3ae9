// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.NKeyKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom servers trust, said by the operator itself. Immutable. */
public final class OperatorClaims extends Claims {
    private final List<String> signingKeys;
    private final String accountServerUrl;
    private final List<String> serviceUrls;
    private final String systemAccount;
    private final String assertServerVersion;
    private final boolean strictSigningKeyUsage;

    private OperatorClaims(Builder b) {
        super(b);
        signingKeys = List.copyOf(b.signingKeys);
        accountServerUrl = b.accountServerUrl;
        serviceUrls = List.copyOf(b.serviceUrls);
        systemAccount = b.systemAccount;
        assertServerVersion = b.assertServerVersion;
        strictSigningKeyUsage = b.strictSigningKeyUsage;
    }

    /** A builder of claims about the operator with this public key ({@code O…}). */
    public static Builder builder(String subject) {
        return new Builder(subject);
    }

    @Override
    public String type() {
        return "operator";
    }

    /** Other keys that sign for it. */
    public List<String> signingKeys() {
        return signingKeys;
    }

    /** Where accounts are looked up, or empty. */
    public String accountServerUrl() {
        return accountServerUrl;
    }

    /** Where its servers are. */
    public List<String> serviceUrls() {
        return serviceUrls;
    }

    /** The public key of the system account, or empty. */
    public String systemAccount() {
        return systemAccount;
    }

    /** The least version of a server, or empty. */
    public String assertServerVersion() {
        return assertServerVersion;
    }

    /** Whether accounts must be signed by signing keys. */
    public boolean strictSigningKeyUsage() {
        return strictSigningKeyUsage;
    }

    /** Whether these claims were signed by this operator or by one of its signing keys, as far as it lets them. */
    public boolean didSign(Claims claims) {
        if (claims.issuer().equals(subject())) {
            return !strictSigningKeyUsage || claims.subject().equals(subject());
        }
        return signingKeys.contains(claims.issuer());
    }

    @Override
    void check(ClaimCheck check) {
        String problem = urlProblem(accountServerUrl);
        if (problem != null) {
            check.error(problem);
        }
        serviceUrls.forEach(url -> service(url, check));
        signingKeys.forEach(
                key -> check.key(key, NKeyKind.OPERATOR, Words.shown(key) + " is not an operator public key"));
        if (!systemAccount.isEmpty()) {
            check.key(systemAccount, NKeyKind.ACCOUNT, Words.shown(systemAccount) + " is not an account public key");
        }
        if (!assertServerVersion.isEmpty() && !isVersion(assertServerVersion)) {
            check.error("assert server version error: asserted server version must be of the form"
                    + " <major>.<minor>.<update>");
        }
    }

    private static boolean isVersion(String text) {
        List<String> parts = ClaimCheck.split(text, '.');
        return parts.size() == 3
                && parts.stream()
                        .allMatch(part -> !part.isEmpty()
                                && part.length() < 10
                                && part.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static @Nullable String urlProblem(String url) {
        if (url.isEmpty()) {
            return null;
        }
        try {
            return new URI(url).getScheme() == null
                    ? "account server url \"" + Words.shown(url) + "\" requires a protocol"
                    : null;
        } catch (URISyntaxException e) {
            return "error parsing account server url: " + e.getReason();
        }
    }

    private static void service(String url, ClaimCheck check) {
        if (url.isEmpty()) {
            return;
        }
        String shown = "operator service url \"" + Words.shown(url) + "\" - ";
        try {
            URI parsed = new URI(url);
            String scheme = parsed.getScheme();
            if (parsed.getRawUserInfo() != null) {
                check.error("operator service url - credentials are not supported");
            } else if (parsed.getRawPath() != null && !parsed.getRawPath().isEmpty()) {
                check.error(shown + "paths are not supported");
            } else if (scheme == null
                    || !Set.of("nats", "tls", "ws", "wss").contains(scheme.toLowerCase(Locale.ROOT))) {
                check.error(shown + "protocol not supported (only 'nats', 'tls', 'ws', 'wss' only)");
            }
        } catch (URISyntaxException e) {
            check.error("error parsing operator service url: " + e.getReason());
        }
    }

    @Override
    Set<NKeyKind> issuers() {
        return Set.of(NKeyKind.OPERATOR);
    }

    @Override
    void writeBody(JsonWriter out) {
        out.stringsIfPresent("signing_keys", signingKeys)
                .fieldIfPresent("account_server_url", accountServerUrl)
                .stringsIfPresent("operator_service_urls", serviceUrls)
                .fieldIfPresent("system_account", systemAccount)
                .fieldIfPresent("assert_server_version", assertServerVersion)
                .fieldIfTrue("strict_signing_key_usage", strictSigningKeyUsage);
    }

    /** Collects claims of an operator. */
    public static final class Builder extends Claims.Builder<Builder> {
        private List<String> signingKeys = List.of();
        private String accountServerUrl = "";
        private List<String> serviceUrls = List.of();
        private String systemAccount = "";
        private String assertServerVersion = "";
        private boolean strictSigningKeyUsage;

        private Builder(String subject) {
            super(subject);
        }

        /** Other keys that sign for it. Default none. */
        public Builder signingKeys(Collection<String> keys) {
            this.signingKeys = List.copyOf(keys);
            return this;
        }

        /** Where accounts are looked up. Default nowhere. */
        public Builder accountServerUrl(String url) {
            this.accountServerUrl = url;
            return this;
        }

        /** Where its servers are. Default unknown. */
        public Builder serviceUrls(Collection<String> urls) {
            this.serviceUrls = List.copyOf(urls);
            return this;
        }

        /** The public key of the system account. Default none. */
        public Builder systemAccount(String account) {
            this.systemAccount = account;
            return this;
        }

        /** The least version of a server. Default any. */
        public Builder assertServerVersion(String version) {
            this.assertServerVersion = version;
            return this;
        }

        /** Whether accounts must be signed by signing keys. Default false. */
        public Builder strictSigningKeyUsage(boolean strict) {
            this.strictSigningKeyUsage = strict;
            return this;
        }

        @Override
        public OperatorClaims build() {
            return new OperatorClaims(this);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        boolean readBody(StructReader in, int ofVersion) {
            switch (in.name()) {
                case "signing_keys" -> signingKeys = in.strings(signingKeys);
                case "account_server_url" -> accountServerUrl = in.string(accountServerUrl);
                case "operator_service_urls" -> serviceUrls = in.strings(serviceUrls);
                case "system_account" -> systemAccount = in.string(systemAccount);
                case "assert_server_version" -> assertServerVersion = in.string(assertServerVersion);
                case "strict_signing_key_usage" -> strictSigningKeyUsage = in.bool(strictSigningKeyUsage);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
