// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Reads the {@code tls} block of the client listener. */
final class TlsReader {
    private final ConfigProblems problems;

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

    private static void check(ConfigNode node, TlsOptions tls) {
        Path cert = tls.certFile();
        Path key = tls.keyFile();
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
            case "verify" -> builder.verify(flag(value, "verify"));
            case "timeout" -> {
                Duration timeout = ConfigProblems.timeout(value, "error parsing tls config");
                if (!timeout.isZero()) {
                    builder.timeout(timeout);
                }
            }
            case "verify_and_map", "verify_cert_and_check_known_urls", "insecure", "allow_insecure_cipher_suites" -> {
                if (flag(value, GoText.lower(shown))) {
                    problems.later(value, "tls." + shown);
                }
            }
            case "cipher_suites",
                    "curve_preferences",
                    "connection_rate_limit",
                    "pinned_certs",
                    "cert_store",
                    "cert_match_by",
                    "cert_match",
                    "ca_certs_match",
                    "cert_match_skip_invalid",
                    "handshake_first",
                    "first",
                    "immediate",
                    "ocsp_peer",
                    "certs",
                    "certificates",
                    "min_version" -> problems.laterUnlessOff(value, "tls." + shown);
            default ->
                throw ConfigProblems.mismatch(value, "error parsing tls config, unknown field " + GoText.quote(shown));
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
