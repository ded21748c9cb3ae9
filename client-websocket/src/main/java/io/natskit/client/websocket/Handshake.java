// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.client.ServerAddress;
import io.natskit.wire.RandomBytes;
import io.natskit.wire.inprocess.ByteLink;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request to become a WebSocket (RFC 6455, 4.1), and what its answer must say before the connection is one. */
final class Handshake implements Callback, Interceptor {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final int KEY_BYTES = 16;
    private static final int SWITCHING = 101;

    private final ServerAddress server;
    private final boolean compression;
    private final BiFunction<Carrier, Deflate, ByteLink> opens;
    private final String key = Base64.getEncoder().encodeToString(RandomBytes.next(KEY_BYTES));
    private final CompletableFuture<ByteLink> opened = new CompletableFuture<>();
    private volatile @Nullable Socket socket;

    /** To be asked; {@code opens} makes a link of what is agreed. */
    Handshake(ServerAddress server, boolean compression, BiFunction<Carrier, Deflate, ByteLink> opens) {
        this.server = server;
        this.compression = compression;
        this.opens = opens;
    }

    /** Asks, on OkHttp's threads; {@code request} has what is not this handshake's own business. */
    CompletionStage<ByteLink> start(OkHttpClient.Builder client, Request.Builder request) {
        request.header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", key)
                .header("Sec-WebSocket-Version", "13");
        if (compression) {
            request.header(EXTENSIONS, Deflate.OFFER);
        }
        client.addNetworkInterceptor(this).build().newCall(request.build()).enqueue(this);
        return opened;
    }

    /** Sees which connection it is. */
    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        socket = connection == null ? null : connection.socket();
        return chain.proceed(chain.request());
    }

    @Override
    public void onResponse(Call call, Response answer) {
        try {
            String problem = problem(answer);
            if (problem != null) {
                throw new IOException(problem + " (the answer was " + answer.code() + " " + answer.message() + ")");
            }
            Deflate deflate = Deflate.of(answer.headers(EXTENSIONS), compression);
            Socket below = socket;
            if (below == null) {
                throw new IOException("nobody knows by which connection the answer came");
            }
            opened.complete(opens.apply(UpgradedCarrier.of(answer, below), deflate));
        } catch (Throwable e) { // whatever it is, somebody waits for it
            okio.Socket upgraded = answer.socket();
            if (upgraded == null) {
                answer.close();
            } else {
                UpgradedCarrier.release(upgraded);
            }
            fail(e);
        }
    }

    private @Nullable String problem(Response answer) {
        if (answer.code() != SWITCHING) {
            return "it is not upgraded";
        }
        if (!"websocket".equalsIgnoreCase(answer.header("Upgrade")) || answer.socket() == null) {
            return "it is upgraded to something else: Upgrade " + answer.header("Upgrade") + ", Connection "
                    + answer.header("Connection");
        }
        if (!accept(key).equals(answer.header("Sec-WebSocket-Accept"))) {
            return "Sec-WebSocket-Accept does not belong to the key that was sent";
        }
        String chosen = answer.header(PROTOCOL);
        String asked = answer.request().header(PROTOCOL);
        return chosen == null || (asked != null && Parts.of(asked, ',').contains(chosen))
                ? null
                : "the protocol " + chosen + " was not asked for";
    }

    /** What a server makes of the key. */
    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 belongs to every JDK", e);
        }
    }

    @Override
    public void onFailure(Call call, IOException cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        opened.completeExceptionally(new IOException("WebSocket to " + server + ": " + cause.getMessage(), cause));
    }
}
