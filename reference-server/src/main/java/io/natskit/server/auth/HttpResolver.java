// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.OperatorOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks an HTTP server for the JWTs of accounts: {@code GET <base><public key>}. Follows redirects, never from https to http. Any thread that may wait. */
public final class HttpResolver implements AccountResolver {
    private static final int JWT_MAX = 1024 * 1024;
    private static final int OK = 200;

    private final OperatorOptions.Resolver.Http options;
    private final String base;
    private final @Nullable String authorization;
    private final HttpClient client;

    /** Of this address, with the credentials that it may hold; {@code tls} for one by HTTPS, null for what the JDK trusts. */
    public HttpResolver(OperatorOptions.Resolver.Http options, @Nullable SSLContext tls) {
        this.options = options;
        String user = URI.create(options.base()).getRawUserInfo();
        this.base = user == null ? options.base() : options.base().replace(user + "@", "");
        this.authorization = user == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(String.valueOf(
                                                URI.create(options.base()).getUserInfo())
                                        .getBytes(StandardCharsets.UTF_8));
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(options.timeout()).followRedirects(HttpClient.Redirect.NORMAL);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    @Override
    public String fetch(String account) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + account)).timeout(options.timeout());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        Body body = new Body();
        CompletableFuture<HttpResponse<Void>> sent = client.sendAsync(
                request.build(), HttpResponse.BodyHandlers.ofByteArrayConsumer(chunk -> chunk.ifPresent(body::add)));
        try {
            // the request's own time ends with the answer's head; a body may come for ever
            int status =
                    sent.get(options.timeout().toNanos(), TimeUnit.NANOSECONDS).statusCode();
            if (status != OK) {
                throw failure(account, "status " + status);
            }
            return body.text();
        } catch (ExecutionException e) {
            throw failure(account, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw failure(account, "no answer within " + options.timeout().toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(account, "interrupted");
        } finally {
            sent.cancel(true);
        }
    }

    private IOException failure(String account, String reason) {
        return new IOException("could not fetch <" + account + "> from " + options + ": " + reason);
    }

    /** What has come so far, bounded. */
    private static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void add(byte[] chunk) {
            if (bytes.size() + chunk.length > JWT_MAX) {
                throw new IllegalStateException("the answer is larger than " + JWT_MAX + " bytes");
            }
            bytes.writeBytes(chunk);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
