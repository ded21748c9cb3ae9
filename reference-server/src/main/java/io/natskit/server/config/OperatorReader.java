// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the fields of operator mode, with the messages of nats-server. */
final class OperatorReader {
    private static final String JWT_BEGIN = "eyJ";

    private final ConfigProblems problems;
    private final ServerOptions.Builder options;
    private @Nullable OperatorClaims only;
    private boolean resolverNamed;

    OperatorReader(ConfigProblems problems, ServerOptions.Builder options) {
        this.problems = problems;
        this.options = options;
    }

    /** False if the field is none of these. */
    boolean read(String name, String shown, ConfigNode node) {
        switch (name) {
            case "operator", "operators", "roots", "root", "root_operators", "root_operator" -> operators(node);
            case "trusted", "trusted_keys" -> trusted(shown, node);
            case "resolver", "account_resolver", "accounts_resolver" -> resolver(node);
            case "resolver_tls" -> {
                TlsOptions tls = resolverTls(node);
                options.operator(o -> o.resolverTls(tls));
            }
            case "resolver_preload" -> preload(node);
            case "resolver_pinned_accounts" -> pinned(node);
            case "default_sentinel" -> {
                String jwt = ConfigProblems.string(node);
                options.operator(o -> o.defaultSentinel(jwt.isEmpty() ? null : jwt));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What a single operator says of the resolver and the system account, where the file does not. */
    void finish() {
        OperatorClaims operator = only;
        if (operator == null) {
            return;
        }
        if (!resolverNamed && !operator.accountServerUrl().isEmpty()) {
            String base = operator.accountServerUrl() + "/accounts";
            options.operator(
                    o -> o.resolver(new OperatorOptions.Resolver.Http(base, OperatorOptions.Resolver.Http.TIMEOUT)));
        }
        if (options.build().systemAccount() == null && !operator.systemAccount().isEmpty()) {
            options.systemAccount(operator.systemAccount());
        }
    }

    private void operators(ConfigNode node) {
        List<String> jwts = new ArrayList<>();
        List<OperatorClaims> claims = new ArrayList<>();
        texts(node, "operators", text -> {
            try {
                String jwt = undecorated(text);
                claims.add(Jwt.decodeOperator(jwt));
                jwts.add(jwt);
            } catch (InvalidJwtException e) {
                problems.error(node, "error parsing operator JWT: " + e.getMessage());
            } catch (IOException | InvalidPathException e) {
                problems.error(node, "error parsing operator JWT: open " + text + ": no such file or directory");
            }
        });
        only = claims.size() == 1 ? claims.get(0) : null;
        options.operator(o -> o.operators(jwts));
    }

    /** One text or several. */
    private static void texts(ConfigNode node, String what, Consumer<String> each) {
        if (node.value() instanceof String text) {
            each.accept(text);
            return;
        }
        if (!(node.value() instanceof List)) {
            throw ConfigProblems.mismatch(node, "error parsing " + what + ": unsupported type " + node.goType());
        }
        for (ConfigNode entry : ConfigProblems.list(node)) {
            if (!(entry.value() instanceof String text)) {
                throw ConfigProblems.mismatch(
                        entry,
                        "error parsing " + what + ": unsupported type " + entry.goType() + " where string is expected");
            }
            each.accept(text);
        }
    }

    /** The JWT in a file, with lines of dashes around it or not, or the text itself if it is one. */
    private static String undecorated(String text) throws IOException {
        String content = text;
        if (!text.startsWith(JWT_BEGIN)) {
            content = Files.readString(Path.of(text), StandardCharsets.UTF_8);
        }
        for (String line : content.lines().toList()) {
            String trimmed = line.strip();
            if (trimmed.startsWith(JWT_BEGIN)) {
                return trimmed;
            }
        }
        return content.strip();
    }

    private void trusted(String shown, ConfigNode node) {
        List<String> keys = new ArrayList<>();
        texts(node, "trusted", keys::add);
        for (String key : keys) {
            if (!NKey.isPublicKey(key, NKeyKind.OPERATOR)) {
                problems.error(node, "trust key " + GoText.quote(key) + " required to be a valid public operator nkey");
            }
        }
        options.operator(o -> o.trustedKeys(keys));
    }

    private void resolver(ConfigNode node) {
        resolverNamed = true;
        OperatorOptions.Resolver resolver = new ResolverReader(problems).read(node);
        options.operator(o -> o.resolver(resolver));
    }

    private TlsOptions resolverTls(ConfigNode node) {
        ConfigNode insecure = ConfigProblems.map(node).get("insecure");
        if (insecure != null && ConfigProblems.bool(insecure)) {
            problems.error(insecure, "resolver_tls: insecure is not supported: name the authority by ca_file");
        }
        return new TlsReader(problems).read(node);
    }

    private void preload(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "preload should be a map of account_public_key:account_jwt");
        }
        ConfigProblems.map(node).forEach((account, value) -> {
            if (!(value.value() instanceof String jwt)) {
                problems.error(value, "preload map value should be a string JWT");
                return;
            }
            try {
                Jwt.decodeAccount(jwt);
                options.operator(o -> o.preload(account, jwt));
            } catch (InvalidJwtException e) {
                problems.error(value, "invalid account JWT");
            }
        });
    }

    private void pinned(ConfigNode node) {
        List<String> accounts = new ArrayList<>();
        texts(node, "resolver_pinned_accounts", accounts::add);
        options.operator(o -> o.pinnedAccounts(accounts));
    }
}
