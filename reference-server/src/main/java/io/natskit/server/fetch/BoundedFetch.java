// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches answers that may neither be larger than so much nor take longer than so long, their bodies included. Blocks; any thread. */
public final class BoundedFetch {
    private static final int OK = 200;

    private final HttpClient client;
    private final Duration timeout;
    private final int bytesMax;

    /** By this client; {@code timeout} is for the whole of an answer, {@code bytesMax} for its body. */
    public BoundedFetch(HttpClient client, Duration timeout, int bytesMax) {
        this.client = client;
        this.timeout = timeout;
        this.bytesMax = bytesMax;
    }

    /** The body of the answer. Throws {@link IOException} that tells the reason, without the address, if there is none of status 200 in time. */
    public byte[] fetch(HttpRequest request) throws IOException {
        HttpRequest bounded = HttpRequest.newBuilder(request, (name, value) -> true)
                .timeout(timeout)
                .build();
        HttpResponse<byte[]> answer = send(bounded);
        if (answer.statusCode() != OK) {
            throw new IOException("status " + answer.statusCode() + " (expected: " + OK + ")");
        }
        return answer.body();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        long until = System.nanoTime() + timeout.toNanos();
        try {
            // not sendAsync: its answer comes by way of the common pool, which may be busy with what waits for this one
            return client.send(request, head -> new Body(until - System.nanoTime(), bytesMax));
        } catch (HttpTimeoutException e) {
            throw late(e);
        } catch (IOException e) {
            throw e.getCause() instanceof TimeoutException ? late(e) : new IOException(e.toString(), e);
        } catch (IllegalArgumentException | SecurityException e) {
            // an address of another kind, behind a redirect
            throw new IOException(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private IOException late(IOException cause) {
        return new IOException("no answer within " + timeout.toMillis() + " ms", cause);
    }

    /** What has come so far, bounded in bytes and in time: a request's own time ends with the answer's head, and a body may come for ever. */
    private static final class Body implements BodySubscriber<byte[]> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final int max;
        private final long nanos;

        Body(long nanos, int max) {
            this.nanos = nanos;
            this.max = max;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            whole.orTimeout(nanos, TimeUnit.NANOSECONDS).whenComplete((all, failure) -> {
                if (failure != null) {
                    subscription.cancel();
                }
            });
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> chunks) {
            for (ByteBuffer chunk : chunks) {
                if (bytes.size() + chunk.remaining() > max) {
                    whole.completeExceptionally(new IOException("the answer is larger than " + max + " bytes"));
                    return;
                }
                byte[] part = new byte[chunk.remaining()];
                chunk.get(part);
                bytes.writeBytes(part);
            }
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}
