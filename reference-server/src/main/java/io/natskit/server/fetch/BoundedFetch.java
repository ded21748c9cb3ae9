// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
        Body body = new Body(bytesMax);
        CompletableFuture<HttpResponse<Void>> sent = client.sendAsync(
                request, HttpResponse.BodyHandlers.ofByteArrayConsumer(chunk -> chunk.ifPresent(body::add)));
        try {
            // a request's own time ends with the answer's head; a body may come for ever
            int status = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode();
            if (status != OK) {
                throw new IOException("status " + status + " (expected: " + OK + ")");
            }
            return body.bytes();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            sent.cancel(true);
        }
    }

    /** What has come so far, bounded. */
    private static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int max;

        Body(int max) {
            this.max = max;
        }

        void add(byte[] chunk) {
            if (bytes.size() + chunk.length > max) {
                throw new IllegalStateException("the answer is larger than " + max + " bytes");
            }
            bytes.writeBytes(chunk);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
