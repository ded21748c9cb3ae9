// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a token says, of whatever type. Immutable. Made by {@link Jwt#decode}, or by a builder, which {@link Builder#sign signs} a token.
 * Times are seconds of the epoch, 0 where there is none.
 */
public abstract sealed class Claims
        permits OperatorClaims,
                AccountClaims,
                UserClaims,
                ActivationClaims,
                AuthorizationRequestClaims,
                AuthorizationResponseClaims,
                GenericClaims {
    private final String audience;
    private final long expiresAtSecond;
    private final String id;
    private final long issuedAtSecond;
    private final String issuer;
    private final String name;
    private final long notBeforeSecond;
    private final String subject;
    private final List<String> tags;
    private final int version;

    Claims(Builder<?> b) {
        audience = b.audience;
        expiresAtSecond = b.expiresAtSecond;
        id = b.id;
        issuedAtSecond = b.issuedAtSecond;
        issuer = b.issuer;
        name = b.name;
        notBeforeSecond = b.notBeforeSecond;
        subject = b.subject;
        tags = List.copyOf(b.tags);
        version = b.version;
    }

    /** What the claims are of, as {@code user}. */
    public abstract String type();

    /** Whom the token is for, or empty. */
    public String audience() {
        return audience;
    }

    /** When it ends; 0 for never. */
    public long expiresAtSecond() {
        return expiresAtSecond;
    }

    /** The token's own id, a hash. */
    public String id() {
        return id;
    }

    /** When it was signed. */
    public long issuedAtSecond() {
        return issuedAtSecond;
    }

    /** The public key that signed it. */
    public String issuer() {
        return issuer;
    }

    /** What the subject is called. */
    public String name() {
        return name;
    }

    /** When it begins; 0 for at once. */
    public long notBeforeSecond() {
        return notBeforeSecond;
    }

    /** Whom the claims are about: a public key, as a rule. */
    public String subject() {
        return subject;
    }

    /** Free words. */
    public List<String> tags() {
        return tags;
    }

    /** The version of the form in which they were read: 1 or 2. */
    public int version() {
        return version;
    }

    /** What is wrong with them at this second of the epoch, the signature aside; empty if nothing is. */
    public List<ClaimIssue> issues(long nowSecond) {
        List<ClaimIssue> issues = new ArrayList<>();
        if (expiresAtSecond > 0 && nowSecond > expiresAtSecond) {
            issues.add(new ClaimIssue("claim is expired", ClaimIssue.Kind.TIME));
        }
        if (notBeforeSecond > 0 && notBeforeSecond > nowSecond) {
            issues.add(new ClaimIssue("claim is not yet valid", ClaimIssue.Kind.TIME));
        }
        check(new ClaimCheck(issues));
        return List.copyOf(issues);
    }

    /** Looks at what this type says. */
    abstract void check(ClaimCheck check);

    /** The kinds of keys that may sign this type; empty for any. */
    abstract Set<NKeyKind> issuers();

    /** Writes the fields of this type, without tags, type and version. */
    abstract void writeBody(JsonWriter out);

    /** The claims as JSON. */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        writeStandard(out, id);
        out.begin("nats");
        writeBody(out);
        writeGeneric(out);
        return out.end().toBytes();
    }

    void writeGeneric(JsonWriter out) {
        out.stringsIfPresent("tags", tags).fieldIfPresent("type", type()).fieldIfNonZero("version", version);
    }

    void writeStandard(JsonWriter out, String shownId) {
        out.fieldIfPresent("aud", audience)
                .fieldIfNonZero("exp", expiresAtSecond)
                .fieldIfPresent("jti", shownId)
                .fieldIfNonZero("iat", issuedAtSecond)
                .fieldIfPresent("iss", issuer)
                .fieldIfPresent("name", name)
                .fieldIfNonZero("nbf", notBeforeSecond)
                .fieldIfPresent("sub", subject);
    }

    /** Type and subject; tokens and passwords may be in the rest. */
    @Override
    public String toString() {
        return type() + "[" + subject + "]";
    }

    /** Collects claims; not safe for use by several threads at once. */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits OperatorClaims.Builder,
                    AccountClaims.Builder,
                    UserClaims.Builder,
                    ActivationClaims.Builder,
                    AuthorizationRequestClaims.Builder,
                    AuthorizationResponseClaims.Builder,
                    GenericClaims.Builder {
        private String audience = "";
        private long expiresAtSecond;
        private String id = "";
        private long issuedAtSecond;
        private String issuer = "";
        private String name = "";
        private long notBeforeSecond;
        private String subject;
        private List<String> tags = List.of();
        private int version = Jwt.VERSION;

        Builder(String subject) {
            this.subject = subject;
        }

        abstract B self();

        /** The claims as they are now, not signed. */
        public abstract Claims build();

        /** What the subject is called. Default nothing. */
        public B name(String text) {
            name = text;
            return self();
        }

        /** Whom the token is for. Default nobody in particular. */
        public B audience(String text) {
            audience = text;
            return self();
        }

        /** When it ends, to the second. Default never. */
        public B expires(Instant moment) {
            expiresAtSecond = moment.getEpochSecond();
            return self();
        }

        /** When it begins, to the second. Default at once. */
        public B notBefore(Instant moment) {
            notBeforeSecond = moment.getEpochSecond();
            return self();
        }

        /** Free words, which are kept in lower case, each once. Default none. */
        public B tags(Collection<String> words) {
            List<String> kept = new ArrayList<>();
            for (String word : words) {
                String tag = word.strip().toLowerCase(Locale.ROOT);
                if (!tag.isEmpty() && !kept.contains(tag)) {
                    kept.add(tag);
                }
            }
            tags = kept;
            return self();
        }

        /**
         * A token of these claims, signed at this moment. Throws {@link InvalidJwtException} if the key is of a kind that may not sign them or
         * the subject is none that they may be about, {@link IllegalStateException} if the key has no seed.
         */
        public String sign(NKey signer, Instant now) {
            issuer = signer.publicKey();
            issuedAtSecond = now.getEpochSecond();
            version = Jwt.VERSION;
            id = "";
            id = Jwt.hash(build());
            return Jwt.encode(build(), signer);
        }

        /** As {@link #sign(NKey, Instant)}, now. */
        public String sign(NKey signer) {
            return sign(signer, Instant.now());
        }

        /** False if the field at hand is none of those that all claims have. */
        final boolean readStandard(StructReader in) {
            switch (in.name()) {
                case "aud" -> audience = in.string(audience);
                case "exp" -> expiresAtSecond = in.int64(expiresAtSecond);
                case "jti" -> id = in.string(id);
                case "iat" -> issuedAtSecond = in.int64(issuedAtSecond);
                case "iss" -> issuer = in.string(issuer);
                case "name" -> name = in.string(name);
                case "nbf" -> notBeforeSecond = in.int64(notBeforeSecond);
                case "sub" -> subject = in.string(subject);
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** Of version 1, beside the standard fields; false if the field at hand is none of these. */
        final boolean readOld(StructReader in) {
            switch (in.name()) {
                case "tags" -> tags = in.strings(tags);
                case "type" -> in.string("");
                case "issuer_account" -> oldIssuerAccount(in.string(""));
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** Of version 2, inside; false if the field at hand is none of these. */
        final boolean readGeneric(StructReader in) {
            switch (in.name()) {
                case "tags" -> tags = in.strings(tags);
                case "type" -> in.string("");
                case "version" -> in.integer(0);
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** In version 1 it stands outside. */
        void oldIssuerAccount(String account) {}

        /** Reads a field of this type; false if it is none. */
        abstract boolean readBody(StructReader in, int ofVersion);

        /** Reads the whole. */
        final void read(byte[] json, int ofVersion) {
            version = ofVersion;
            StructReader in = StructReader.unmarshal(json, 0, json.length, "jwt.Claims");
            while (in.next()) {
                if (readStandard(in) || (ofVersion == 1 && readOld(in))) {
                    continue;
                }
                if (!in.name().equals("nats") || !in.enter("jwt.nats")) {
                    in.unknown();
                    continue;
                }
                while (in.next()) {
                    // of version 1 the inner type is a body's own
                    boolean known =
                            ofVersion == 1 ? readBody(in, ofVersion) : readGeneric(in) || readBody(in, ofVersion);
                    if (!known) {
                        in.unknown();
                    }
                }
            }
        }

        final String subject() {
            return subject;
        }
    }
}
