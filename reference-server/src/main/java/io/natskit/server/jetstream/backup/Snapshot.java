// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalSubscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.Nuid;
import io.natskit.wire.jetstream.StreamSnapshotRequest;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the archive of a stream in chunks to whoever asked for it (JA-11). No more than a window's worth of chunks is under way; each is acknowledged on a subject of its own. Ends
 * with an empty message, whose status says what went wrong if something did. Confined to the stream's loop.
 */
public final class Snapshot implements LocalInbox.Handler {
    private static final int CHUNK = 128 * 1024;
    private static final int CHUNK_MIN = 1024;
    private static final int CHUNK_MAX = 1024 * 1024;
    private static final int WINDOW = 8 * 1024 * 1024;
    private static final int WINDOW_MAX = 32 * 1024 * 1024;
    private static final long TURN_BYTES = 256 * 1024;
    private static final long ACK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long INTEREST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final byte[] NOTHING = {};

    private final JetStreamAccount account;
    private final Stream stream;
    private final EventLoop loop;
    private final SnapshotSource source;
    private final Consumer<JsonWriter> client;
    private final byte[] to;
    private final String ackSubject;
    private final int chunkBytes;
    private final int slotsMax;
    private final Instant start;
    private final LocalInbox inbox;
    private final LocalSubscription acks;
    private final Fence fence = new Fence(this::failed);
    private final LoopTimer timer = new LoopTimer(fence.around(this::timeCame));
    private final Runnable interestWatch = this::interestMoved;
    private final Runnable end = this::cancel;

    private int slots;
    private int index = 1;
    private boolean waitsForInterest;
    private boolean inTurn;
    private boolean over;
    private volatile boolean interestLost;

    private Snapshot(
            JetStreamAccount account,
            Stream stream,
            SnapshotSource source,
            StreamSnapshotRequest asked,
            Consumer<JsonWriter> client) {
        this.account = account;
        this.stream = stream;
        this.loop = stream.loop();
        this.source = source;
        this.client = client;
        this.to = asked.deliverSubject().getBytes(StandardCharsets.UTF_8);
        this.ackSubject = "$JS.SNAPSHOT.ACK." + stream.name() + "." + Nuid.next();
        int chunk = asked.chunkSize() == 0 ? CHUNK : asked.chunkSize();
        this.chunkBytes = Math.min(CHUNK_MAX, Math.max(CHUNK_MIN, chunk));
        int window = asked.windowSize() == 0 ? WINDOW : asked.windowSize();
        this.slotsMax = Math.max(chunkBytes, Math.min(WINDOW_MAX, Math.max(CHUNK_MIN, window))) / chunkBytes;
        this.slots = slotsMax;
        this.start = account.now();
        this.inbox = new LocalInbox(loop, fence.handler(this), 2L * slotsMax + 16, 1 << 20, false);
        this.acks = account.clients().subscribe(stream.account(), ackSubject + ".>", null, inbox);
    }

    /**
     * Begins a snapshot, on the stream's loop.
     *
     * @param shown the stream's state
     * @param state the same as the archive has it, with the number of consumers that it holds
     * @param client writes who asked, for the advisories
     */
    public static void begin(
            JetStreamAccount account,
            Stream stream,
            byte[] shown,
            byte[] state,
            StreamSnapshotRequest asked,
            Consumer<JsonWriter> client) {
        SnapshotSource source = new SnapshotSource(stream, state, !asked.noConsumers());
        Snapshot snapshot = new Snapshot(account, stream, source, asked, client);
        account.advisories().publish("STREAM.SNAPSHOT_CREATE." + stream.name(), "snapshot_create", json -> {
            json.field("stream", stream.name()).raw("state", shown);
            client.accept(json);
        });
        account.begun(snapshot.end);
        snapshot.start();
    }

    /** How many consumers an archive that is begun now would hold. On the stream's loop. */
    public static int consumerCount(Stream stream) {
        return Consumers.shown(stream).size();
    }

    private void start() {
        stream.account().interest().watch(to, interestWatch);
        if (stream.account().interest().hasLiteral(to, null)) {
            wakeSoon();
        } else {
            waitsForInterest = true;
            loop.schedule(timer, INTEREST_NANOS);
        }
    }

    /** Any thread, with a lock held: notes it. */
    private void interestMoved() {
        boolean some = stream.account().interest().hasLiteral(to, null);
        interestLost = !some;
        loop.execute(fence.around(this::interestNoted));
    }

    private void interestNoted() {
        if (over) {
            return;
        }
        if (waitsForInterest) {
            waitsForInterest = false;
            interestLost = false;
            loop.cancel(timer);
            wakeSoon();
        } else if (interestLost) {
            end("no interest", "408 No Interest");
        }
    }

    @Override
    public void received(LocalMessage ack) {
        if (slots < slotsMax) {
            slots++;
        }
    }

    @Override
    public void batchEnded() {
        wakeSoon();
    }

    private void wakeSoon() {
        if (!inTurn && !over) {
            inTurn = true;
            loop.execute(fence.around(this::turn));
        }
    }

    /** Makes a chunk, or a part of one, and lets others have the loop. */
    private void turn() {
        inTurn = false;
        if (over || waitsForInterest || slots == 0) {
            return;
        }
        if (stream.isClosed()) {
            end("stream closed", "500 stream closed");
            return;
        }
        try {
            source.work(chunkBytes, TURN_BYTES);
        } catch (RuntimeException e) {
            end(String.valueOf(e.getMessage()), "500 " + e.getMessage());
            return;
        }
        if (source.available() >= chunkBytes) {
            slots--;
            String reply = ackSubject + "." + chunkBytes + "." + index++;
            send(reply.getBytes(StandardCharsets.US_ASCII), NOTHING, source.take(chunkBytes));
            loop.schedule(timer, ACK_NANOS);
        } else if (source.isComplete()) {
            if (source.available() > 0) {
                send(NOTHING, NOTHING, source.take(source.available()));
            }
            // as nats-server has it, the end of a single chunk bears no status
            end(null, index > 1 ? "204" : "");
            return;
        }
        wakeSoon();
    }

    private void timeCame() {
        if (waitsForInterest) {
            waitsForInterest = false;
            wakeSoon();
        } else if (slots == 0) {
            end("no flow response", "408 No Flow Response");
        }
    }

    private void send(byte[] reply, byte[] header, byte[] payload) {
        stream.publisher().publish(stream.account(), to, reply, header, payload);
    }

    private void end(@Nullable String problem, String status) {
        byte[] header =
                status.isEmpty() ? NOTHING : ("NATS/1.0 " + status + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        send(NOTHING, header, NOTHING);
        close();
        Instant now = account.now();
        account.advisories().publish("STREAM.SNAPSHOT_COMPLETE." + stream.name(), "snapshot_complete", json -> {
            json.field("stream", stream.name()).time("start", start).time("end", now);
            client.accept(json);
            json.fieldIfPresent("error", problem);
        });
        if (problem != null) {
            account.warn("Snapshot for stream '" + account.name() + " > " + stream.name() + "' failed: " + problem);
        }
    }

    /** A fault of ours ends this snapshot alone. */
    private void failed(RuntimeException fault) {
        account.error(
                "Snapshot of stream '" + account.name() + " > " + stream.name() + "' failed: " + Fence.describe(fault));
        if (!over) {
            end("internal error", "500 internal error");
        }
    }

    private void close() {
        over = true;
        account.ended(end);
        loop.cancel(timer);
        stream.account().interest().unwatch(to, interestWatch);
        acks.close();
        inbox.close();
    }

    /** The server ends. Any loop. */
    private void cancel() {
        loop.execute(() -> {
            if (!over) {
                close();
            }
        });
    }
}
