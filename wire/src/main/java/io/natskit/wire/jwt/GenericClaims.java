// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Claims of a type that NATS does not know, whose content is any JSON object. Immutable. */
public final class GenericClaims extends Claims {
    private final byte[] data;
    private final String type;

    private GenericClaims(Builder b) {
        super(b);
        data = b.data.clone();
        type = b.type;
    }

    /** A builder of claims about anything, with this content: a JSON object, which holds what the type of the claims is. */
    public static Builder builder(String subject, byte[] data) {
        return new Builder(subject, data);
    }

    @Override
    public String type() {
        return type.isEmpty() ? "generic" : type;
    }

    /** The content. Throws {@link io.natskit.wire.json.JsonException} if it is no object. */
    public JsonObject data() {
        return JsonObject.parse(data);
    }

    @Override
    void check(ClaimCheck check) {}

    @Override
    Set<NKeyKind> issuers() {
        return Set.of();
    }

    @Override
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        writeStandard(out, id());
        return out.raw("nats", data).toBytes();
    }

    @Override
    void writeBody(JsonWriter out) {
        throw new IllegalStateException("the content of generic claims is written as it is");
    }

    /** Collects claims of any type. */
    public static final class Builder extends Claims.Builder<Builder> {
        private byte[] data;
        private String type = "";

        private Builder(String subject, byte[] data) {
            super(subject);
            this.data = data.clone();
        }

        @Override
        public GenericClaims build() {
            return new GenericClaims(this);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        boolean readBody(StructReader in, int ofVersion) {
            throw new IllegalStateException("the content of generic claims is read as it is");
        }

        Builder readAll(byte[] json, String ofType) {
            type = ofType;
            StructReader in = StructReader.unmarshal(json, 0, json.length, "jwt.GenericClaims");
            while (in.next()) {
                if (readStandard(in)) {
                    continue;
                }
                if (in.name().equals("nats") && in.isObject()) {
                    data = in.raw().getBytes(StandardCharsets.UTF_8);
                } else {
                    in.unknown();
                }
            }
            return this;
        }
    }
}
