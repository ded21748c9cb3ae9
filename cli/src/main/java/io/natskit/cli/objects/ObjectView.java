// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Terminal;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.StoreStatus;

/** Shows stores and objects as the nats CLI does. */
final class ObjectView {
    private ObjectView() {}

    static void print(Terminal terminal, boolean json, StoreStatus status) {
        if (json) {
            JsonText.print(terminal, status.stream().toJson());
            return;
        }
        new Facts("Information for Object Store Bucket " + status.bucket() + " created "
                        + Figures.time(status.created()))
                .section("Configuration")
                .add("Bucket Name", status.bucket())
                .addIfPresent("Description", status.description())
                .add("Replicas", status.replicas())
                .add("TTL", Figures.timeLimit(status.timeToLive()))
                .add("Sealed", status.sealed())
                .add("Size", Figures.bytes(status.bytes()))
                .add("Maximum Bucket Size", Figures.byteLimit(status.bytesMax()))
                .add("Compressed", status.compressed())
                .add("Backing Store Kind", status.backingStore())
                .add("JetStream Stream", status.stream().config().name())
                .print(terminal);
    }

    static void print(Terminal terminal, boolean json, ObjectInfo object) {
        if (json) {
            JsonText.print(terminal, json(object));
            return;
        }
        Facts facts = new Facts("Object information for " + object.bucket() + " > " + object.name())
                .addIfPresent("Description", object.description())
                .add("Size", Figures.bytes(object.size()))
                .add("Modification Time", Figures.time(object.modified()))
                .add("Chunks", Figures.count(object.chunks()))
                .addIfPresent("Digest", object.digest());
        object.headers().forEach((name, values) -> facts.add(name, String.join(", ", values)));
        facts.addAll(object.metadata()).print(terminal);
    }

    static byte[] json(ObjectInfo object) {
        return JsonText.object(out -> {
            out.field("name", object.name())
                    .field("description", object.description())
                    .field("bucket", object.bucket());
            out.field("nuid", object.nuid()).field("size", object.size()).time("mtime", object.modified());
            out.field("chunks", object.chunks())
                    .field("digest", object.digest())
                    .fieldIfTrue("deleted", object.deleted());
            out.stringMapIfPresent("metadata", object.metadata());
        });
    }
}
