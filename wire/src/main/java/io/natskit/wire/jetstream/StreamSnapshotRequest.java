// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request for a backup (row JA-11).
 *
 * @param deliverSubject where the chunks go
 * @param noConsumers whether consumers are left out
 * @param chunkSize bytes a chunk; 0 for 128 KiB
 * @param windowSize bytes under way at once; 0 for 8 MiB
 * @param checkMessages whether checksums are verified first
 */
public record StreamSnapshotRequest(
        String deliverSubject, boolean noConsumers, int chunkSize, int windowSize, boolean checkMessages) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. No body means no wishes. */
    public static StreamSnapshotRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiStreamSnapshotRequest");
        String deliverSubject = "";
        boolean noConsumers = false;
        int chunkSize = 0;
        int windowSize = 0;
        boolean checkMessages = false;
        while (in.next()) {
            switch (in.name()) {
                case "deliver_subject" -> deliverSubject = in.string(deliverSubject);
                case "no_consumers" -> noConsumers = in.bool(noConsumers);
                case "chunk_size" -> chunkSize = in.integer(chunkSize);
                case "window_size" -> windowSize = in.integer(windowSize);
                case "jsck" -> checkMessages = in.bool(checkMessages);
                default -> in.unknown();
            }
        }
        return new StreamSnapshotRequest(deliverSubject, noConsumers, chunkSize, windowSize, checkMessages);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter()
                .field("deliver_subject", deliverSubject)
                .fieldIfTrue("no_consumers", noConsumers)
                .fieldIfNonZero("chunk_size", chunkSize)
                .fieldIfNonZero("window_size", windowSize)
                .fieldIfTrue("jsck", checkMessages)
                .toBytes();
    }
}
