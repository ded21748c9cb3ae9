// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.jetstream.BackupResult;
import io.natskit.jetstream.BackupSpec;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamState;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * Backups and restores: the archive comes and goes in chunks, each of which is answered, so that neither side runs ahead of the other. A folder holds what the nats command
 * line keeps in one: {@code backup.json} with configuration and state, and {@code stream.tar.s2}.
 */
final class Backups {
    static final String DESCRIPTION = "backup.json";
    static final String ARCHIVE = "stream.tar.s2";
    private static final byte[] NOTHING = new byte[0];
    private static final int WINDOW = 8;
    private static final Duration STALL = Duration.ofSeconds(30);
    /** The server reads the whole archive before it answers the last chunk. */
    private static final Duration FINISH = Duration.ofMinutes(10);

    private final Api api;
    private final Context context;

    Backups(Api api) {
        this.api = api;
        this.context = api.context();
    }

    BackupResult backup(String stream, Path folder, BackupSpec spec) {
        try {
            Files.createDirectories(folder);
            try (WritableByteChannel out = Files.newByteChannel(
                    folder.resolve(ARCHIVE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                BackupResult result = backup(stream, out, spec);
                Files.write(folder.resolve(DESCRIPTION), request(result.config(), result.state()));
                return result;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("backup of stream \"" + stream + "\" to " + folder, e);
        }
    }

    private static byte[] request(StreamConfig config, StreamState state) {
        JsonWriter body = new JsonWriter();
        config.writeTo(body.begin("config"));
        body.end();
        state.writeTo(body.begin("state"));
        return body.end().toBytes();
    }

    BackupResult backup(String stream, WritableByteChannel out, BackupSpec spec) {
        context.inside().mayWait("backup");
        String inbox = context.connection().newInbox();
        try (Subscription chunks = context.connection()
                .subscribe(
                        inbox,
                        SubscribeOptions.of(
                                o -> o.pendingMessagesMax(Long.MAX_VALUE).pendingBytesMax(Long.MAX_VALUE)))) {
            byte[] body = new JsonWriter()
                    .field("deliver_subject", inbox)
                    .fieldIfTrue("no_consumers", !spec.hasConsumers())
                    .fieldIfTrue("jsck", spec.isChecked())
                    .field("chunk_size", spec.chunkBytes())
                    .toBytes();
            byte[] answer = context.await(api.call("STREAM.SNAPSHOT." + stream, body, Message::bytes), "backup");
            return new BackupResult(
                    StreamConfig.ofJson(JsonSlices.object(answer, "config")),
                    StreamState.ofJson(JsonSlices.object(answer, "state")),
                    copy(chunks, out));
        } catch (IOException e) {
            throw new UncheckedIOException("backup of stream \"" + stream + "\"", e);
        }
    }

    private static long copy(Subscription chunks, WritableByteChannel out) throws IOException {
        long bytes = 0;
        while (true) {
            Message chunk =
                    chunks.next(STALL).orElseThrow(() -> new OperationTimeoutException("the next chunk", STALL));
            if (chunk.size() == 0) {
                int code = chunk.headers().statusCode();
                if (code != 0 && code != 204) {
                    throw new JetStreamApiException(code, 0, chunk.headers().statusDescription());
                }
                return bytes;
            }
            ByteBuffer buffer = chunk.buffer();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            bytes += chunk.size();
            if (chunk.wantsReply()) {
                chunk.reply(NOTHING);
            }
        }
    }

    String restore(Path folder) {
        try {
            byte[] description = Files.readAllBytes(folder.resolve(DESCRIPTION));
            StreamConfig config = StreamConfig.ofJson(JsonSlices.object(description, "config"));
            try (ReadableByteChannel in = Files.newByteChannel(folder.resolve(ARCHIVE))) {
                return restore(config.name(), description, in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("restore from " + folder, e);
        } catch (JsonException e) {
            throw new IllegalArgumentException(folder.resolve(DESCRIPTION) + ": " + e.getMessage(), e);
        }
    }

    String restore(StreamConfig config, ReadableByteChannel in) {
        return restore(config.name(), request(config, StreamState.builder().build()), in);
    }

    private String restore(String stream, byte[] request, ReadableByteChannel in) {
        context.inside().mayWait("restore");
        Names.checked("stream", stream);
        JsonObject begun = context.await(api.object("STREAM.RESTORE." + stream, request), "restore");
        String to = begun.string("deliver_subject");
        if (to == null || to.isEmpty()) {
            throw new JetStreamApiException(500, 0, "the server did not say where to send the archive");
        }
        try {
            send(to, in);
        } catch (IOException e) {
            throw new UncheckedIOException("restore of stream \"" + stream + "\"", e);
        }
        Message last = context.await(chunk(to, NOTHING, FINISH), "restore");
        ApiReplies.read(last);
        return stream;
    }

    private void send(String to, ReadableByteChannel in) throws IOException {
        ArrayDeque<CompletableFuture<Message>> answers = new ArrayDeque<>();
        ByteBuffer buffer = ByteBuffer.allocate(128 * 1024);
        boolean more = true;
        while (more) {
            buffer.clear();
            while (more && buffer.hasRemaining()) {
                more = in.read(buffer) >= 0;
            }
            buffer.flip();
            if (buffer.hasRemaining()) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                answers.add(chunk(to, bytes, STALL));
            }
            while (answers.size() > (more ? WINDOW : 0)) {
                Message answer = context.await(answers.remove(), "restore");
                if (answer.size() > 0) {
                    ApiReplies.read(answer);
                }
            }
        }
    }

    private CompletableFuture<Message> chunk(String to, byte[] bytes, Duration timeout) {
        return new ApiRequest(to, timeout).send(context, null, ByteBuffer.wrap(bytes));
    }
}
