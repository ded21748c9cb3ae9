// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.GoDuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code tls} block of the client listener, with the messages of nats-server. */
final class TlsReader {
    private static final String PINNED_FORM = "hex-encoded sha256 of DER encoded SubjectPublicKeyInfo";
    private static final int SHA256_DIGITS = 64;

    private final ConfigProblems problems;
    private final List<String> insecure = new ArrayList<>();
    private boolean insecureAllowed;

    TlsReader(ConfigProblems problems) {
        this.problems = problems;
    }

    TlsOptions read(ConfigNode node) {
        TlsOptions.Builder builder = TlsOptions.builder();
        for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(node).entrySet()) {
            read(field.getKey(), field.getValue(), builder);
        }
        TlsOptions tls = builder.build();
        check(node, tls);
        return tls;
    }

    private void check(ConfigNode node, TlsOptions tls) {
        Path cert = tls.certFile();
        Path key = tls.keyFile();
        if (!tls.certificates().isEmpty() && cert != null) {
            throw ConfigProblems.mismatch(
                    node, "error parsing tls config, cannot combine 'cert_file' option with 'certs' option");
        }
        if (!insecureAllowed && !insecure.isEmpty()) {
            throw ConfigProblems.mismatch(
                    node,
                    "insecure cipher suites configured without 'allow_insecure_cipher_suites' option set: "
                            + String.join(", ", insecure));
        }
        if (cert != null && key == null) {
            throw ConfigProblems.mismatch(node, "missing 'key_file' in TLS configuration");
        }
        if (cert == null && key != null) {
            throw ConfigProblems.mismatch(node, "missing 'cert_file' in TLS configuration");
        }
        if (cert != null && key != null) {
            exists(node, "error parsing X509 certificate/key pair: ", cert);
            exists(node, "error parsing X509 certificate/key pair: ", key);
        }
        int number = 0;
        for (TlsOptions.CertificatePair pair : tls.certificates()) {
            number++;
            String context = "error parsing X509 certificate/key pair " + number + "/"
                    + tls.certificates().size() + ": ";
            exists(node, context, pair.certFile());
            exists(node, context, pair.keyFile());
        }
        Path authorities = tls.caFile();
        if (authorities != null) {
            exists(node, "", authorities);
        }
    }

    private static void exists(ConfigNode node, String context, Path file) {
        if (!Files.exists(file)) {
            throw ConfigProblems.mismatch(node, context + "open " + file + ": no such file or directory");
        }
    }

    private void read(String shown, ConfigNode value, TlsOptions.Builder builder) {
        switch (GoText.lower(shown)) {
            case "cert_file" -> builder.certFile(file(value, "cert_file"));
            case "key_file" -> builder.keyFile(file(value, "key_file"));
            case "ca_file" -> builder.caFile(file(value, "ca_file"));
            case "certs", "certificates" -> builder.certificates(pairs(value));
            case "verify" -> builder.verify(flag(value, "verify"));
            case "verify_and_map" -> builder.verifyAndMap(flag(value, "verify_and_map"));
            case "insecure" -> flag(value, "insecure"); // says nothing to a listener, as in nats-server
            case "verify_cert_and_check_known_urls" -> {
                if (flag(value, "verify_cert_and_check_known_urls")) {
                    throw ConfigProblems.mismatch(
                            value, "verify_cert_and_check_known_urls not supported in this context");
                }
            }
            case "allow_insecure_cipher_suites" -> insecureAllowed = flag(value, "allow_insecure_cipher_suites");
            case "cipher_suites" -> builder.cipherSuites(suites(value));
            case "curve_preferences" -> builder.curvePreferences(curves(value));
            case "min_version" -> builder.minVersion(version(value));
            case "pinned_certs" -> builder.pinnedCertificates(pinned(value));
            case "connection_rate_limit" -> builder.connectionRateLimit(rate(value));
            case "handshake_first", "first", "immediate" -> first(shown, value, builder);
            case "ocsp_peer" -> builder.ocspPeer(OcspReader.peer(value));
            case "timeout" -> {
                Duration timeout = ConfigProblems.timeout(value, "error parsing tls config");
                if (!timeout.isZero()) {
                    builder.timeout(timeout);
                }
            }
            case "cert_store", "cert_match_by", "cert_match", "ca_certs_match", "cert_match_skip_invalid" ->
                problems.laterUnlessOff(value, "tls." + shown);
            default ->
                throw ConfigProblems.mismatch(value, "error parsing tls config, unknown field " + GoText.quote(shown));
        }
    }

    private static List<TlsOptions.CertificatePair> pairs(ConfigNode value) {
        if (!(value.value() instanceof List)) {
            throw unsupported(value);
        }
        List<TlsOptions.CertificatePair> pairs = new ArrayList<>();
        for (ConfigNode entry : ConfigProblems.list(value)) {
            pairs.add(pair(entry));
        }
        return pairs;
    }

    private static TlsOptions.CertificatePair pair(ConfigNode entry) {
        if (!(entry.value() instanceof Map)) {
            throw unsupported(entry);
        }
        @Nullable Path cert = null;
        @Nullable Path key = null;
        for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(entry).entrySet()) {
            ConfigNode value = field.getValue();
            if (!(value.value() instanceof String text)) {
                throw unsupported(value);
            }
            switch (field.getKey()) {
                case "cert_file" -> cert = ConfigProblems.path(value, text);
                case "key_file" -> key = ConfigProblems.path(value, text);
                default ->
                    throw ConfigProblems.mismatch(
                            value, "error parsing tls certs config, unknown field " + GoText.quote(field.getKey()));
            }
        }
        if (cert == null || key == null) {
            throw ConfigProblems.mismatch(
                    entry, "error parsing certificates config: both 'cert_file' and 'cert_key' options are required");
        }
        return new TlsOptions.CertificatePair(cert, key);
    }

    private static ConfigProblems.Mismatch unsupported(ConfigNode value) {
        return ConfigProblems.mismatch(value, "error parsing certificates config: unsupported type " + value.goType());
    }

    private List<String> suites(ConfigNode value) {
        List<String> suites = new ArrayList<>();
        for (ConfigNode entry : filled(value, "cipher_suites")) {
            String name = ConfigProblems.string(entry);
            if (!TlsNames.isSuite(name)) {
                throw ConfigProblems.mismatch(entry, "unrecognized cipher " + name);
            }
            if (TlsNames.isInsecure(name)) {
                insecure.add(name);
            }
            suites.add(name);
        }
        return suites;
    }

    private static List<String> curves(ConfigNode value) {
        List<String> curves = new ArrayList<>();
        for (ConfigNode entry : filled(value, "curve_preferences")) {
            String name = ConfigProblems.string(entry);
            if (!TlsNames.isCurve(name)) {
                throw ConfigProblems.mismatch(entry, "unrecognized curve preference " + name);
            }
            curves.add(name);
        }
        return curves;
    }

    private static List<ConfigNode> filled(ConfigNode value, String field) {
        List<ConfigNode> entries = ConfigProblems.list(value);
        if (entries.isEmpty()) {
            throw ConfigProblems.mismatch(value, "error parsing tls config, '" + field + "' cannot be empty");
        }
        return entries;
    }

    private static String version(ConfigNode value) {
        if (!(value.value() instanceof String text)) {
            throw ConfigProblems.mismatch(
                    value, "error parsing tls config: 'min_version' wrong type: " + value.shown());
        }
        return switch (text) {
            case "1.2", "1.3" -> text;
            case "1.0", "1.1" ->
                throw ConfigProblems.mismatch(value, "error parsing tls config: unsupported TLS version: TLS " + text);
            default -> throw ConfigProblems.mismatch(value, "error parsing tls config: unknown version: " + text);
        };
    }

    private static List<String> pinned(ConfigNode value) {
        if (!(value.value() instanceof List)) {
            throw ConfigProblems.mismatch(
                    value, "error parsing tls config, expected 'pinned_certs' to be a list of " + PINNED_FORM);
        }
        List<String> pinned = new ArrayList<>();
        for (ConfigNode entry : ConfigProblems.list(value)) {
            String fingerprint = GoText.lower(ConfigProblems.string(entry));
            if (!isFingerprint(fingerprint)) {
                throw ConfigProblems.mismatch(
                        entry,
                        "error parsing tls config, 'pinned_certs' key " + fingerprint + " does not look like "
                                + PINNED_FORM);
            }
            pinned.add(fingerprint);
        }
        return pinned;
    }

    /** Whether this is a SHA-256 in lower-case hex. */
    static boolean isFingerprint(String text) {
        if (text.length() != SHA256_DIGITS) {
            return false;
        }
        for (int i = 0; i < SHA256_DIGITS; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long rate(ConfigNode value) {
        if (value.value() instanceof Long perSecond) {
            return Math.max(0, perSecond);
        }
        throw ConfigProblems.mismatch(value, "error parsing tls config, 'connection_rate_limit' wrong type");
    }

    private static void first(String shown, ConfigNode value, TlsOptions.Builder builder) {
        if (value.value() instanceof Boolean on) {
            builder.handshakeFirst(on);
            return;
        }
        if (!(value.value() instanceof String text)) {
            throw ConfigProblems.mismatch(
                    value, "field " + GoText.quote(shown) + " should be a boolean or a string, got " + value.goType());
        }
        switch (GoText.lower(text)) {
            case "true", "on" -> builder.handshakeFirst(true);
            case "false", "off" -> builder.handshakeFirst(false);
            case "auto", "auto_fallback" ->
                builder.handshakeFirst(true).handshakeFirstFallback(TlsOptions.AUTO_FALLBACK);
            default -> {
                try {
                    builder.handshakeFirst(true).handshakeFirstFallback(GoDuration.parse(text));
                } catch (IllegalArgumentException e) {
                    throw ConfigProblems.mismatch(
                            value, "field " + GoText.quote(shown) + "'s value " + GoText.quote(text) + " is invalid");
                }
            }
        }
    }

    private static Path file(ConfigNode value, String field) {
        if (value.value() instanceof String text) {
            return ConfigProblems.path(value, text);
        }
        throw ConfigProblems.mismatch(value, "error parsing tls config, expected '" + field + "' to be filename");
    }

    private static boolean flag(ConfigNode value, String field) {
        if (value.value() instanceof Boolean flag) {
            return flag;
        }
        throw ConfigProblems.mismatch(value, "error parsing tls config, expected '" + field + "' to be a boolean");
    }
}
