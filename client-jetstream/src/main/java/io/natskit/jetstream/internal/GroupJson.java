// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.group.GroupConfig;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.jetstream.group.Membership;
import io.natskit.jetstream.group.PartitionFilter;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configurations of groups as the orbit libraries write them into their buckets. */
final class GroupJson {
    private GroupJson() {}

    static byte[] write(GroupConfig config) {
        JsonWriter out = new JsonWriter().field("max_members", config.partitions());
        if (config.kind() == GroupKind.ELASTIC) {
            out.beginArray("partitioning_filters");
            for (PartitionFilter filter : config.filters()) {
                out.beginElement().field("filter", filter.filter());
                numbers(out, "partitioning_wildcards", filter.wildcards());
                out.end();
            }
            out.endArray();
            out.fieldIfNonZero("max_buffered_msg", config.bufferedMessagesMax());
            out.fieldIfNonZero("max_buffered_bytes", config.bufferedBytesMax());
        } else {
            out.stringsIfPresent("filters", config.subjects());
        }
        out.stringsIfPresent("members", config.membership().members());
        Map<String, List<Integer>> mappings = config.membership().mappings();
        if (!mappings.isEmpty()) {
            out.beginArray("member_mappings");
            mappings.forEach((member, partitions) -> {
                out.beginElement().field("member", member);
                numbers(out, "partitions", partitions);
                out.end();
            });
            out.endArray();
        }
        return out.toBytes();
    }

    private static void numbers(JsonWriter out, String name, List<Integer> numbers) {
        out.unsignedNumbers(name, numbers.stream().mapToLong(n -> n).toArray());
    }

    /** Throws {@link JsonException} or {@link IllegalArgumentException} for what is none. */
    static GroupConfig read(GroupKind kind, byte[] json) {
        JsonObject in = JsonObject.parse(json);
        return GroupConfig.of(kind, (int) in.integer("max_members", 0), g -> {
                    if (kind == GroupKind.STATIC) {
                        g.subjects(in.strings("filters").toArray(String[]::new));
                        return;
                    }
                    for (JsonObject filter : in.objects("partitioning_filters")) {
                        g.filter(
                                String.valueOf(filter.string("filter")),
                                numbers(filter, "partitioning_wildcards").toArray(Integer[]::new));
                    }
                    g.bufferedMessagesMax(Math.max(0, in.integer("max_buffered_msg", 0)));
                    g.bufferedBytesMax(Math.max(0, in.integer("max_buffered_bytes", 0)));
                })
                .with(membership(in));
    }

    private static Membership membership(JsonObject in) {
        Map<String, List<Integer>> mappings = new LinkedHashMap<>();
        for (JsonObject mapping : in.objects("member_mappings")) {
            mappings.put(String.valueOf(mapping.string("member")), numbers(mapping, "partitions"));
        }
        return new Membership(in.strings("members"), mappings);
    }

    private static List<Integer> numbers(JsonObject in, String name) {
        List<Integer> numbers = new ArrayList<>();
        if (in.value(name) instanceof List<?> list) {
            for (Object element : list) {
                if (!(element instanceof Long number)) {
                    throw new JsonException(name + ": " + element + " (expected: a number)");
                }
                numbers.add(Math.toIntExact(number));
            }
        }
        return numbers;
    }
}
