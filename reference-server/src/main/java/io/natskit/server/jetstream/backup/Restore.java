// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.server.archive.ArchiveException;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.consumer.ConsumerLimitsInForce;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.s2.S2Exception;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stream of an archive that comes in chunks (JA-12). Each chunk is answered by an empty message once it is read; the answer to the empty one at the end says what became of
 * it all. The stream is there at that moment, whole; if anything goes wrong nothing of it is left. Confined to the account's home loop; the archive is read on the storage pool, one
 * chunk after another.
 */
public final class Restore implements LocalInbox.Handler {
    private static final long CHUNKS_MAX = 4096;
    private static final long BYTES_MAX = 64L << 20;
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final byte[] NOTHING = {};
    private static final MessageStore NO_STORE = new io.natskit.server.jetstream.storage.MemoryMessageStore();

    /** Whether the stream may still be made, on the home loop, just before it is. Throws {@link ApiException}. */
    @FunctionalInterface
    public interface LastCheck {
        /** Throws to refuse. */
        void run(StreamConfig config);
    }

    private final JetStreamAccount account;
    private final StreamConfig config;
    private final EventLoop home;
    private final LastCheck lastCheck;
    private final Consumer<JsonWriter> client;
    private final BiConsumer<Stream, JsonWriter> shown;
    private final FilledStream filled;
    private final ArchiveIntake intake;
    private final Instant start;
    private final String deliverSubject;
    private final LocalInbox inbox;
    private final LocalSubscription chunks;
    private final Fence fence = new Fence(this::failed);
    private final LoopTimer stall = new LoopTimer(fence.around(this::stalled));
    private final Runnable end = this::cancel;
    private final ArrayDeque<LocalMessage> waiting = new ArrayDeque<>();

    private long bytes;
    private boolean busy;
    private boolean inputDone;
    private boolean over;
    private byte[] lastReply = NOTHING;
    private @Nullable ApiError problem;
    private volatile boolean cancelled;

    private Restore(
            JetStreamAccount account,
            StreamConfig config,
            ConsumerLimitsInForce limits,
            LastCheck lastCheck,
            Consumer<JsonWriter> client,
            BiConsumer<Stream, JsonWriter> shown) {
        this.account = account;
        this.config = config;
        this.home = account.home();
        this.lastCheck = lastCheck;
        this.client = client;
        this.shown = shown;
        this.filled = new FilledStream(account, config, limits);
        this.intake = new ArchiveIntake(filled);
        this.start = account.now();
        this.deliverSubject = "$JS.SNAPSHOT.RESTORE." + config.name() + "." + Nuid.next();
        this.inbox = new LocalInbox(home, fence.handler(this), CHUNKS_MAX, BYTES_MAX, false);
        this.chunks = account.clients().subscribe(account.account(), deliverSubject, null, inbox);
    }

    /**
     * Begins a restore of a checked configuration; answers where the chunks go. On the home loop.
     *
     * @param client writes who asked, for the advisories
     * @param shown writes a stream as the last answer shows it, on the stream's loop
     */
    public static String begin(
            JetStreamAccount account,
            StreamConfig config,
            ConsumerLimitsInForce limits,
            LastCheck lastCheck,
            Consumer<JsonWriter> client,
            BiConsumer<Stream, JsonWriter> shown) {
        Restore restore = new Restore(account, config, limits, lastCheck, client, shown);
        account.server().log().notice("Starting restore for stream '" + account.name() + " > " + config.name() + "'");
        account.advisories().publish("STREAM.RESTORE_CREATE." + config.name(), "restore_create", json -> {
            json.field("stream", config.name());
            client.accept(json);
        });
        account.begun(restore.end);
        restore.watch();
        return restore.deliverSubject;
    }

    private void watch() {
        home.schedule(stall, STALL_NANOS);
    }

    // ---- what comes

    @Override
    public void received(LocalMessage chunk) {
        if (over || inputDone) {
            return;
        }
        home.cancel(stall);
        byte[] reply = chunk.replyBytes();
        if (reply.length == 0) {
            refuse("restore for stream '" + account.name() + " > " + config.name()
                    + "' requires reply subject for each chunk");
            inputDone = true;
        } else if (chunk.isRefused()) {
            refuse("more than " + BYTES_MAX + " bytes came at once (expected: to wait for the answers to chunks)");
            inputDone = true;
            lastReply = reply;
        } else if (chunk.payloadLength() == 0) {
            inputDone = true;
            lastReply = reply;
        } else {
            waiting.add(chunk);
        }
        proceed();
    }

    private void refuse(String why) {
        if (problem == null) {
            problem = JetStreamError.STREAM_RESTORE.with(why);
        }
    }

    /** Reads the next chunk, or ends when there is none to come. */
    private void proceed() {
        if (busy || over) {
            return;
        }
        LocalMessage next = waiting.pollFirst();
        if (next != null) {
            busy = true;
            onPool(
                    () -> problem == null
                            ? attempt(() -> intake.feed(next.bytes(), next.payload(), next.payloadLength()))
                            : null,
                    found -> taken(next, found));
        } else if (inputDone) {
            busy = true;
            if (problem == null) {
                onPool(() -> attempt(intake::finish), this::read);
            } else {
                fail(problem);
            }
        } else {
            watch();
        }
    }

    private void taken(LocalMessage chunk, @Nullable ApiError found) {
        busy = false;
        bytes += chunk.payloadLength();
        if (found != null && problem == null) {
            problem = found;
        }
        // what comes after a mistake is passed over: the last answer tells of it
        answer(chunk.replyBytes(), NOTHING);
        proceed();
    }

    private interface Work {
        @Nullable
        ApiError run();
    }

    private void onPool(Work work, Consumer<@Nullable ApiError> then) {
        Runnable turn = () -> {
            ApiError found = cancelled ? null : work.run();
            home.execute(fence.around(() -> {
                if (cancelled) {
                    discard(null);
                } else {
                    then.accept(found);
                }
            }));
        };
        try {
            account.storagePool().execute(turn);
        } catch (RejectedExecutionException e) {
            turn.run(); // the server ends
        }
    }

    /** Does a part of the work; answers why it could not be done. */
    private static @Nullable ApiError attempt(Runnable part) {
        try {
            part.run();
            return null;
        } catch (ApiException e) {
            return e.error();
        } catch (RefusedArchiveException | ArchiveException | S2Exception | JsonException e) {
            return JetStreamError.STREAM_RESTORE.with(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // the disk, or a fault of ours: whichever it is, this restore alone ends
            return JetStreamError.STREAM_RESTORE.with(String.valueOf(e.getMessage()));
        }
    }

    // ---- what becomes of it

    /** The archive was read to its end. */
    private void read(@Nullable ApiError found) {
        if (found != null || !filled.isWhole()) {
            fail(found != null ? found : JetStreamError.STREAM_RESTORE.with("backup was truncated"));
            return;
        }
        account.turns().take(ended -> {
            try {
                lastCheck.run(config);
            } catch (ApiException e) {
                ended.run();
                fail(e.error());
                return;
            } catch (RuntimeException e) {
                ended.run();
                throw e;
            }
            filled.release();
            account.lives()
                    .adopt(
                            config,
                            filled.folder(),
                            filled.created(),
                            filled.folder() == null ? filled.memory() : NO_STORE,
                            filled.consumers(),
                            stream -> {
                                ended.run();
                                account.advisories().stream(config.name(), "create");
                                succeed(stream);
                            },
                            e -> {
                                ended.run();
                                fail(JetStreamError.STREAM_RESTORE.with(String.valueOf(e.getMessage())));
                            });
        });
    }

    private void succeed(Stream stream) {
        close();
        tellComplete();
        account.server()
                .log()
                .notice("Completed restore of " + bytes + " B for stream '" + account.name() + " > " + config.name()
                        + "'");
        stream.loop().execute(stream.fence().around(() -> {
            JsonWriter json = response();
            shown.accept(stream, json);
            byte[] text = json.toBytes();
            home.execute(() -> answer(lastReply, text));
        }));
    }

    private void fail(ApiError why) {
        close();
        account.warn("Restore failed for " + bytes + " B for stream '" + account.name() + " > " + config.name() + "': "
                + why.description());
        discard(() -> {
            tellComplete();
            JsonWriter json = response();
            why.writeTo(json.begin("error"));
            answer(lastReply, json.end().toBytes());
        });
    }

    private static JsonWriter response() {
        return new JsonWriter().field("type", "io.nats.jetstream.api.v1.stream_create_response");
    }

    private void tellComplete() {
        Instant now = account.now();
        account.advisories().publish("STREAM.RESTORE_COMPLETE." + config.name(), "restore_complete", json -> {
            json.field("stream", config.name())
                    .time("start", start)
                    .time("end", now)
                    .field("bytes", bytes);
            client.accept(json);
        });
    }

    private void answer(byte[] reply, byte[] payload) {
        if (reply.length > 0) {
            account.clients().publisher(home).publish(account.account(), reply, payload);
        }
    }

    /** Deletes what there is of the stream, and goes on on the home loop. */
    private void discard(@Nullable Runnable then) {
        Runnable turn = () -> {
            try {
                filled.discard();
            } catch (RuntimeException e) {
                account.error("What was restored of stream '" + config.name() + "' is left: " + e.getMessage());
            }
            if (then != null) {
                home.execute(then);
            }
        };
        try {
            account.storagePool().execute(turn);
        } catch (RejectedExecutionException e) {
            turn.run();
        }
    }

    /** A fault of ours ends this restore alone. */
    private void failed(RuntimeException fault) {
        account.error(
                "Restore of stream '" + account.name() + " > " + config.name() + "' failed: " + Fence.describe(fault));
        if (!over) {
            fail(JetStreamError.STREAM_RESTORE.with("internal error"));
        }
    }

    private void stalled() {
        if (!over && !busy) {
            account.warn("restore for stream '" + account.name() + " > " + config.name() + "' is stalled");
            close();
            discard(null);
        }
    }

    private void close() {
        over = true;
        account.ended(end);
        home.cancel(stall);
        chunks.close();
        inbox.close();
        waiting.clear();
    }

    /** The server ends. On the home loop. */
    private void cancel() {
        if (!over) {
            cancelled = true;
            close();
            if (!busy) {
                discard(null);
            }
        }
    }
}
