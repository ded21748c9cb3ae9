// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.InvalidKeyException;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * Reads and writes the tokens. What {@link #decode} returns was signed by its issuer, whose kind of key may sign such claims; whether the
 * issuer is to be trusted, and whether the claims hold now ({@link Claims#issues}), is for the caller to ask.
 */
public final class Jwt {
    /** The version of the form that is written. */
    static final int VERSION = 2;

    private static final int TOKEN_MAX = 1024 * 1024;
    private static final String OLD_ALGORITHM = "ed25519";
    private static final String ALGORITHM = "ed25519-nkey";
    private static final char[] BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();

    private Jwt() {}

    /** Reads a token of any type and verifies its signature. Throws {@link InvalidJwtException}. */
    public static Claims decode(String token) {
        if (token.length() > TOKEN_MAX) {
            throw new InvalidJwtException(
                    "token size " + token.length() + " exceeds maximum of " + TOKEN_MAX + " bytes: token too large");
        }
        int first = token.indexOf('.');
        int second = first < 0 ? -1 : token.indexOf('.', first + 1);
        if (second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw new InvalidJwtException("expected 3 chunks");
        }
        try {
            String algorithm = algorithm(base64(token.substring(0, first)));
            byte[] json = base64(token.substring(first + 1, second));
            Kind kind = kind(json);
            Claims claims = read(json, kind);
            byte[] signature = base64(token.substring(second + 1));
            boolean old = claims instanceof GenericClaims ? algorithm.equals(OLD_ALGORITHM) : kind.version <= 1;
            verify(claims, old ? token.substring(first + 1, second) : token.substring(0, second), signature, old);
            checkIssuer(claims);
            return claims;
        } catch (JsonException e) {
            throw new InvalidJwtException(String.valueOf(e.getMessage()), e);
        }
    }

    /** As {@link #decode}, of a user. */
    public static UserClaims decodeUser(String token) {
        return decode(token) instanceof UserClaims user ? user : refuse("not user claim");
    }

    /** As {@link #decode}, of an account. */
    public static AccountClaims decodeAccount(String token) {
        return decode(token) instanceof AccountClaims account ? account : refuse("not account claim");
    }

    /** As {@link #decode}, of an operator. */
    public static OperatorClaims decodeOperator(String token) {
        return decode(token) instanceof OperatorClaims operator ? operator : refuse("not operator claim");
    }

    /** As {@link #decode}, of an activation. */
    public static ActivationClaims decodeActivation(String token) {
        return decode(token) instanceof ActivationClaims activation ? activation : refuse("not activation claim");
    }

    private static <T> T refuse(String message) {
        throw new InvalidJwtException(message);
    }

    private static String algorithm(byte[] header) {
        StructReader in = StructReader.unmarshal(header, 0, header.length, "jwt.Header");
        String type = "";
        String algorithm = "";
        while (in.next()) {
            switch (in.name()) {
                case "typ" -> type = in.string(type);
                case "alg" -> algorithm = in.string(algorithm);
                default -> in.unknown();
            }
        }
        if (!type.toUpperCase(Locale.ROOT).equals("JWT")) {
            throw new InvalidJwtException("not supported type \"" + Words.shown(type) + "\"");
        }
        String lower = algorithm.toLowerCase(Locale.ROOT);
        if (!lower.equals(OLD_ALGORITHM) && !lower.equals(ALGORITHM)) {
            throw new InvalidJwtException("unexpected \"" + Words.shown(algorithm) + "\" algorithm");
        }
        return lower;
    }

    private record Kind(String type, int version) {}

    /** In version 1 the type stands outside, later inside. */
    private static Kind kind(byte[] json) {
        StructReader in = StructReader.unmarshal(json, 0, json.length, "jwt.identifier");
        String outer = "";
        String inner = "";
        int version = 0;
        while (in.next()) {
            if (in.name().equals("type")) {
                outer = in.string(outer);
            } else if (in.name().equals("nats") && in.enter("jwt.GenericFields")) {
                while (in.next()) {
                    switch (in.name()) {
                        case "type" -> inner = in.string(inner);
                        case "version" -> version = in.integer(version);
                        default -> in.unknown();
                    }
                }
            } else {
                in.unknown();
            }
        }
        Kind kind = outer.isEmpty() ? new Kind(inner, version) : new Kind(outer, 1);
        if (kind.version > VERSION) {
            throw new InvalidJwtException("JWT was generated by a newer version ");
        }
        return kind;
    }

    private static Claims read(byte[] json, Kind kind) {
        Claims.Builder<?> builder = switch (kind.type) {
            case "operator" -> OperatorClaims.builder("");
            case "account" -> AccountClaims.empty();
            case "user" -> kind.version == 1 ? UserClaims.empty().old() : UserClaims.empty();
            case "activation" -> ActivationClaims.builder("", ExportKind.UNKNOWN, "");
            case "authorization_request" -> AuthorizationRequestClaims.empty();
            case "authorization_response" -> AuthorizationResponseClaims.Builder.empty();
            case "cluster" -> refuse("ClusterClaims are not supported");
            case "server" -> refuse("ServerClaims are not supported");
            default -> null;
        };
        if (builder == null) {
            return GenericClaims.builder("", "{}".getBytes(StandardCharsets.US_ASCII))
                    .readAll(json, kind.type)
                    .build();
        }
        boolean anyVersion = kind.type.startsWith("authorization_");
        if (!anyVersion && kind.version != 1 && kind.version != VERSION) {
            throw new InvalidJwtException(
                    "library supports version " + VERSION + " or less - received " + kind.version);
        }
        builder.read(json, anyVersion ? VERSION : kind.version);
        return builder.build();
    }

    private static void verify(Claims claims, String signed, byte[] signature, boolean old) {
        boolean right;
        try {
            NKey issuer = NKey.fromPublicKey(claims.issuer());
            right = issuer.kind() != NKeyKind.CURVE
                    && issuer.verify(signed.getBytes(StandardCharsets.UTF_8), signature);
        } catch (InvalidKeyException e) {
            right = false;
        }
        if (!right) {
            throw new InvalidJwtException("claim failed " + (old ? "V1" : "V2") + " signature verification");
        }
    }

    private static void checkIssuer(Claims claims) {
        Set<NKeyKind> issuers = claims.issuers();
        if (!issuers.isEmpty() && issuers.stream().noneMatch(kind -> NKey.isPublicKey(claims.issuer(), kind))) {
            throw new InvalidJwtException("unable to validate expected prefixes - " + issuers);
        }
    }

    /** The token of claims that name their issuer. */
    static String encode(Claims claims, NKey signer) {
        checkSubject(claims);
        checkIssuer(claims);
        byte[] header =
                new JsonWriter().field("typ", "JWT").field("alg", ALGORITHM).toBytes();
        String signed = text(header) + "." + text(claims.toJson());
        return signed + "." + text(signer.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void checkSubject(Claims claims) {
        NKeyKind kind;
        if (claims instanceof UserClaims) {
            kind = NKeyKind.USER;
        } else if (claims instanceof AccountClaims || claims instanceof ActivationClaims) {
            kind = NKeyKind.ACCOUNT;
        } else if (claims instanceof OperatorClaims) {
            kind = NKeyKind.OPERATOR;
        } else if (claims.subject().isEmpty()) {
            throw new InvalidJwtException("subject is not set");
        } else {
            return;
        }
        if (!NKey.isPublicKey(claims.subject(), kind)) {
            throw new InvalidJwtException("subject: " + Words.shown(claims.subject()) + " (expected: a public key of "
                    + kind + ", beginning with " + kind.letter() + ")");
        }
    }

    /** The id of claims without one: a hash of the standard fields. */
    static String hash(Claims claims) {
        JsonWriter out = new JsonWriter();
        claims.writeStandard(out, "");
        try {
            return base32(MessageDigest.getInstance("SHA-512/256").digest(out.toBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("SHA-512/256 belongs to every JDK", e);
        }
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = buffer << 8 | b & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE_32[buffer >> bits & 31]);
            }
        }
        if (bits > 0) {
            text.append(BASE_32[buffer << 5 - bits & 31]);
        }
        return text.toString();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Go's decoder passes over line ends and takes no padding. */
    private static byte[] base64(String text) {
        String plain = text;
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            plain = text.replace("\n", "").replace("\r", "");
        }
        if (plain.indexOf('=') >= 0) {
            throw new InvalidJwtException("illegal base64 data");
        }
        try {
            return Base64.getUrlDecoder().decode(plain);
        } catch (IllegalArgumentException e) {
            throw new InvalidJwtException("illegal base64 data");
        }
    }
}
