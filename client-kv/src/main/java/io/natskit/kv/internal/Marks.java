// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.Operation;
import io.natskit.wire.headers.Headers;

/** The headers that tell what was done to a key (ADR-8, ADR-48). */
final class Marks {
    static final String OPERATION = "KV-Operation";
    private static final String REASON = "Nats-Marker-Reason";
    static final Headers DELETE = Headers.builder().add(OPERATION, "DEL").build();
    static final Headers PURGE =
            Headers.builder().add(OPERATION, "PURGE").add("Nats-Rollup", "sub").build();

    private Marks() {}

    static Operation of(Headers headers) {
        if (headers.isEmpty()) {
            return Operation.PUT;
        }
        String operation = headers.last(OPERATION);
        if (operation != null) {
            return switch (operation) {
                case "PUT" -> Operation.PUT;
                case "PURGE" -> Operation.PURGE;
                // ADR-8: any value other than unset says that the data is deleted
                default -> Operation.DELETE;
            };
        }
        String reason = headers.last(REASON);
        if (reason == null) {
            return Operation.PUT;
        }
        return reason.equals("Remove") ? Operation.DELETE : Operation.PURGE;
    }
}
