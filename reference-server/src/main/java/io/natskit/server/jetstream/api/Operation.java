// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.wire.json.JsonWriter;
import java.util.List;
import java.util.function.Consumer;

/**
 * One row of the API's table: a subject, what answers it, and the shape of the answer.
 *
 * @param tokens the pattern behind {@code $JS.API}: each a literal, {@code *} or a last {@code >}
 * @param type the {@code type} of the answer
 * @param isInfo whether it only asks, and waits in the queue of those
 * @param isAudited whether an answer is told to whoever listens to audits
 * @param afterError the fields that follow an error, in nats-server's order
 * @param handler what answers it, on the account's home loop
 */
public record Operation(
        List<String> tokens,
        String type,
        boolean isInfo,
        boolean isAudited,
        Consumer<JsonWriter> afterError,
        Handler handler) {
    /** Answers a request, now or later. */
    @FunctionalInterface
    public interface Handler {
        /** Throws {@link io.natskit.server.jetstream.stream.ApiException} to refuse. */
        void handle(ApiRequest request);
    }

    /** A row whose errors stand alone. */
    public static Operation of(String pattern, String name, Handler handler) {
        return new Operation(split(pattern), type(name), false, true, json -> {}, handler);
    }

    /** A row that only asks. */
    public static Operation info(String pattern, String name, Handler handler) {
        return new Operation(split(pattern), type(name), true, true, json -> {}, handler);
    }

    /** The same with fields that follow an error. */
    public Operation withAfterError(Consumer<JsonWriter> fields) {
        return new Operation(tokens, type, isInfo, isAudited, fields, handler);
    }

    /** The same, left out of audits. */
    public Operation unaudited() {
        return new Operation(tokens, type, isInfo, false, afterError, handler);
    }

    private static String type(String name) {
        return "io.nats.jetstream.api.v1." + name + "_response";
    }

    private static List<String> split(String pattern) {
        return List.of(pattern.split("\\.", -1));
    }

    boolean matches(String[] asked) {
        int count = tokens.size();
        for (int i = 0; i < count; i++) {
            String token = tokens.get(i);
            if (token.equals(">")) {
                return asked.length > i;
            }
            if (i >= asked.length || (!token.equals("*") && !token.equals(asked[i]))) {
                return false;
            }
        }
        return asked.length == count;
    }
}
