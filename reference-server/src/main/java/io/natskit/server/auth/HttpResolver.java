// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.OperatorOptions;
import io.natskit.server.fetch.BoundedFetch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks an HTTP server for the JWTs of accounts: {@code GET <base><public key>}. Follows redirects, never from https to http. Any thread that may wait. */
public final class HttpResolver implements AccountResolver {
    private static final int JWT_MAX = 1024 * 1024;

    private final OperatorOptions.Resolver.Http options;
    private final String base;
    private final @Nullable String authorization;
    private final BoundedFetch fetch;

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
        HttpClient client = (tls == null ? builder : builder.sslContext(tls)).build();
        this.fetch = new BoundedFetch(client, options.timeout(), JWT_MAX);
    }

    @Override
    public String fetch(String account) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + account));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return new String(fetch.fetch(request.build()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("could not fetch <" + account + "> from " + options + ": " + e.getMessage(), e);
        }
    }
}
