// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Requests to the JetStream API. Futures complete on the I/O thread; a long answer is read on the callback executor instead. */
final class Api {
    private static final byte[] NOTHING = new byte[0];
    private static final int LONG = 16 * 1024;

    private final Context context;

    Api(Context context) {
        this.context = context;
    }

    Context context() {
        return context;
    }

    /** The raw answer. */
    CompletableFuture<Message> send(String operation, byte[] body) {
        return send(operation, body, 0);
    }

    private CompletableFuture<Message> send(String operation, byte[] body, int level) {
        Headers headers = level == 0
                ? null
                : Headers.builder()
                        .add("Nats-Required-Api-Level", Integer.toString(level))
                        .build();
        return new ApiRequest(context.subject(operation), context.options().timeout())
                .send(context, headers, ByteBuffer.wrap(body));
    }

    /** Tells the observer how {@code result} of a call that begins now ends. */
    private <T> CompletableFuture<T> observed(String operation, CompletableFuture<T> result) {
        if (context.observing().isOn()) {
            long start = System.nanoTime();
            result.whenComplete((value, error) -> context.observing().called(operation, error, start));
        }
        return result;
    }

    /** The answer, as {@code read} reads it once it is known to be no error. */
    <T> CompletableFuture<T> call(String operation, byte[] body, Function<Message, T> read) {
        return call(operation, body, 0, read);
    }

    /** As {@link #call(String, byte[], Function)}, refused by servers below an API level (ADR-44); 0 for none. */
    <T> CompletableFuture<T> call(String operation, byte[] body, int level, Function<Message, T> read) {
        CompletableFuture<T> result = observed(operation, new CompletableFuture<>());
        CompletableFuture<Message> sent = send(operation, body, level);
        sent.whenComplete((reply, error) -> {
            if (error != null) {
                result.completeExceptionally(Failures.cause(error));
            } else if (reply.size() > LONG && context.inside().onIoThread()) {
                context.inside().callbacks().execute(() -> complete(result, reply, read));
            } else {
                complete(result, reply, read);
            }
        });
        result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                sent.cancel(false);
            }
        });
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Message reply, Function<Message, T> read) {
        try {
            ApiReplies.read(reply);
            result.complete(read.apply(reply));
        } catch (NatsException e) {
            result.completeExceptionally(e);
        } catch (JsonException e) {
            result.completeExceptionally(
                    new JetStreamApiException(500, 0, "not an answer of JetStream: " + e.getMessage()));
        }
    }

    /** The answer as an object. */
    CompletableFuture<JsonObject> object(String operation, byte[] body) {
        return call(operation, body, reply -> JsonObject.parse(reply.bytes()));
    }

    /** The answer to a request without a body, of which only success matters. */
    CompletableFuture<Void> done(String operation) {
        return done(operation, NOTHING);
    }

    /** The answer of which only success matters. */
    CompletableFuture<Void> done(String operation, byte[] body) {
        CompletableFuture<Message> answered = call(operation, body, reply -> reply);
        CompletableFuture<Void> done = new CompletableFuture<>();
        answered.whenComplete((reply, error) -> {
            if (error != null) {
                done.completeExceptionally(Failures.cause(error));
            } else {
                done.complete(null);
            }
        });
        done.whenComplete((value, error) -> {
            if (done.isCancelled()) {
                answered.cancel(false);
            }
        });
        return done;
    }

    /** A future that is empty where the API says that there is no such thing. */
    static <T> CompletableFuture<Optional<T>> ifFound(CompletableFuture<T> future) {
        return future.handle((value, error) -> {
            if (error == null) {
                return Optional.of(value);
            }
            Throwable cause = Failures.cause(error);
            if (cause instanceof JetStreamApiException api && api.code() == 404) {
                return Optional.empty();
            }
            throw Failures.unchecked(cause);
        });
    }
}
