// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.message.MessageJson;
import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Terminal;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.Entry;
import java.nio.charset.StandardCharsets;

/** Shows buckets and entries as the nats CLI does. */
final class BucketView {
    private BucketView() {}

    static void print(Terminal terminal, boolean json, BucketStatus status) {
        if (json) {
            JsonText.print(terminal, status.stream().toJson());
            return;
        }
        Facts facts = new Facts("Information for Key-Value Store Bucket " + status.bucket() + " created "
                        + Figures.time(status.created()))
                .section("Configuration")
                .add("Bucket Name", status.bucket())
                .addIfPresent("Description", status.description())
                .add("History Kept", status.history())
                .add("Values Stored", Figures.count(status.values()))
                .add("Compressed", status.compressed())
                .add("Backing Store Kind", status.backingStore())
                .add("Bucket Size", Figures.bytes(status.bytes()))
                .add("Maximum Bucket Size", Figures.byteLimit(status.bytesMax()))
                .add("Maximum Value Size", Figures.byteLimit(status.valueBytesMax()))
                .add("Maximum Age", Figures.timeLimit(status.timeToLive()));
        if (!status.limitMarkers().isZero()) {
            facts.add("Limit Markers", Figures.duration(status.limitMarkers()));
        }
        facts.add("JetStream Stream", status.stream().config().name())
                .add("Storage", Figures.word(status.storage()))
                .add("Replicas", status.replicas());
        if (!status.metadata().isEmpty()) {
            facts.section("Metadata").addAll(status.metadata());
        }
        facts.print(terminal);
    }

    /** An entry as JSON. */
    static byte[] json(Entry<String, byte[]> entry) {
        return JsonText.object(out -> {
            out.field("bucket", entry.bucket()).field("key", entry.key()).field("revision", entry.revision());
            out.time("created", entry.time())
                    .field("operation", entry.operation().name())
                    .field("delta", entry.delta());
            entry.valueIfPresent().ifPresent(value -> MessageJson.payload(out, value));
        });
    }

    /** The value as text; empty for a key that is gone. */
    static String text(Entry<String, byte[]> entry) {
        return entry.valueIfPresent()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .orElse("");
    }
}
