// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a request that a leader step down (rows JA-14, JA-23, JA-26): immutable. */
public final class LeaderStepDownRequest {
    private final @Nullable Placement placement;

    /** A request with a wish where the next leader be, or without one. */
    public LeaderStepDownRequest(@Nullable Placement placement) {
        this.placement = placement;
    }

    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. */
    public static LeaderStepDownRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiLeaderStepdownRequest");
        Placement placement = null;
        while (in.next()) {
            if (in.name().equals("placement")) {
                placement = Placement.read(in, placement);
            } else {
                in.unknown();
            }
        }
        return new LeaderStepDownRequest(placement);
    }

    /** Where the next leader shall be. */
    public Optional<Placement> placement() {
        return Optional.ofNullable(placement);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        if (placement != null) {
            placement.writeTo(out.begin("placement"));
            out.end();
        }
        return out.toBytes();
    }
}
