// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectLink;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object's description as it is stored (ADR-20); the time is never stored. Pure. */
final class InfoJson {
    private InfoJson() {}

    static byte[] write(ObjectInfo info) {
        JsonWriter out = new JsonWriter().field("name", info.name()).fieldIfPresent("description", info.description());
        if (!info.headers().isEmpty()) {
            out.begin("headers");
            info.headers().forEach(out::strings);
            out.end();
        }
        out.stringMapIfPresent("metadata", info.metadata());
        ObjectLink link = info.link();
        if (link != null || info.chunkBytes() > 0) {
            out.begin("options");
            if (link != null) {
                out.begin("link")
                        .field("bucket", link.bucket())
                        .fieldIfPresent("name", link.nameOrNull())
                        .end();
            }
            out.fieldIfNonZero("max_chunk_size", info.chunkBytes()).end();
        }
        return out.field("bucket", info.bucket())
                .field("nuid", info.nuid())
                .field("size", info.size())
                .field("chunks", info.chunks())
                .fieldIfPresent("digest", info.digest())
                .fieldIfTrue("deleted", info.deleted())
                .toBytes();
    }

    /** Throws {@link JsonException} for what is no description. */
    static ObjectInfo read(byte[] json, Instant modified) {
        JsonObject in = JsonObject.parse(json);
        JsonObject options = in.object("options");
        JsonObject link = options == null ? null : options.object("link");
        return new ObjectInfo(
                text(in, "bucket"),
                text(in, "name"),
                text(in, "description"),
                headers(in.object("headers")),
                texts(in.object("metadata")),
                options == null ? 0 : (int) Math.min(Integer.MAX_VALUE, options.integer("max_chunk_size", 0)),
                link == null ? null : new ObjectLink(text(link, "bucket"), named(link)),
                text(in, "nuid"),
                in.integer("size", 0),
                in.integer("chunks", 0),
                text(in, "digest"),
                in.bool("deleted", false),
                modified);
    }

    private static @Nullable String named(JsonObject link) {
        String name = link.string("name");
        return name == null || name.isEmpty() ? null : name;
    }

    private static String text(JsonObject in, String name) {
        String value = in.string(name);
        return value == null ? "" : value;
    }

    private static Map<String, String> texts(@Nullable JsonObject in) {
        Map<String, String> out = new LinkedHashMap<>();
        if (in != null) {
            in.names().forEach(name -> out.put(name, text(in, name)));
        }
        return out;
    }

    private static Map<String, List<String>> headers(@Nullable JsonObject in) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        if (in != null) {
            in.names().forEach(name -> out.put(name, in.strings(name)));
        }
        return out;
    }
}
