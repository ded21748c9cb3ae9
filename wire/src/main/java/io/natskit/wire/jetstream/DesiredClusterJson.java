// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link DesiredCluster} in JSON: names, order and what is left out are nats-server's. */
final class DesiredClusterJson {
    private DesiredClusterJson() {}

    static void write(DesiredClusterBuilder from, JsonWriter out) {
        out.time("created", from.created);
        out.fieldIfPresent("name", from.name);
        DesiredPeer.writeAll("replicas", from.replicas, out);
        if (from.origin != null) {
            from.origin.writeTo(out.begin("origin"));
            out.end();
        }
        if (from.status != null) {
            from.status.writeTo(out.begin("status"));
            out.end();
        }
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, DesiredClusterBuilder to) {
        switch (in.name()) {
            case "created" -> to.created = in.instant(to.created);
            case "name" -> to.name = in.string(to.name);
            case "replicas" -> to.replicas = DesiredPeer.readAll(in, to.replicas);
            case "origin" -> to.origin = DesiredOrigin.read(in, to.origin);
            case "status" -> to.status = DesiredStatus.read(in, to.status);
            default -> {
                return false;
            }
        }
        return true;
    }
}
