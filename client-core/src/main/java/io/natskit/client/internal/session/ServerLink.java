// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.OperationTimeoutException;
import io.natskit.client.ProtocolViolationException;
import io.natskit.client.ServerAddress;
import io.natskit.client.ServerErrorException;
import io.natskit.client.ServerInfo;
import io.natskit.client.internal.outbox.Sink;
import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.client.internal.protocol.OpDecoder;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.protocol.ProtocolException;
import io.natskit.client.internal.protocol.ServerOps;
import io.natskit.client.internal.rules.ServerErrors;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.client.internal.transport.Link;
import io.natskit.client.internal.transport.Timer;
import io.natskit.client.internal.transport.TlsLink;
import io.natskit.wire.json.JsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One socket's life: the {@link Handshake}, and then the stream of ops until it breaks. Made for one attempt and never used again.
 * Belongs to the I/O thread, but for {@link #write}, which the outbox calls on whatever thread writes.
 */
final class ServerLink implements Dialer.Outcome, ServerOps, Sink {
    private enum Phase {
        BEGINNING,
        UP,
        DEAD
    }

    /** Who made it, and hears what becomes of it. I/O thread. */
    interface Owner {
        /** It is logged in. */
        void loggedIn(ServerLink link);

        /** It broke, before or after that; the last call. */
        void ended(ServerLink link, Throwable cause);

        /** A message came. */
        void message(ServerLink link, MsgRange message);

        /** The array for the payload of a message that has begun to come. */
        byte[] room(MsgRange begun);

        /** What one read brought has been told. */
        void endOfRead();

        /** The server wants a PONG. */
        void pinged(ServerLink link);

        /** A PONG came. */
        void ponged(ServerLink link);

        /** An INFO came after the first. */
        void info(ServerLink link, ServerInfo info);

        /** An error came, once logged in. */
        void error(ServerLink link, ServerErrorException error);

        /** The socket takes bytes again. */
        void writable(ServerLink link);

        /** The outbox wants its bytes written. */
        void flush(ServerLink link);
    }

    private static final int DIRECT_OPS_MAX = 1_000;
    /** What is looked at between two large payloads: a line and headers fit in. */
    private static final int BETWEEN_BYTES = 1_024;

    private final Context context;
    private final Owner owner;
    private final ServerAddress server;
    private final IoLoop loop;
    private final OpDecoder decoder = new OpDecoder();
    private final Dialer dialer;
    private final Timer timeout;
    private final Handshake handshake;
    private final Runnable flushTask;
    private final Runnable laterTask;
    private final ArrayDeque<ByteBuffer> direct = new ArrayDeque<>();
    private Phase phase = Phase.BEGINNING;
    private volatile @Nullable Link link;
    private @Nullable ServerInfo info;
    private boolean held;
    private boolean laterAsked;
    // whether large payloads came with the last read: then more of them are likely
    private boolean large;

    ServerLink(Context context, Owner owner, ServerAddress server, int attempt) {
        this.context = context;
        this.owner = owner;
        this.server = server;
        this.loop = context.loop();
        this.handshake = new Handshake(context, this, attempt);
        this.flushTask = () -> owner.flush(this);
        this.laterTask = () -> {
            laterAsked = false;
            owner.flush(this);
        };
        this.dialer = new Dialer(loop, context.threads().helpers(), context.options(), server, this);
        Duration limit = context.options().servers().connectTimeout();
        this.timeout = loop.schedule(
                limit.toNanos(), () -> die(new OperationTimeoutException("connecting to " + server, limit)));
    }

    void start() {
        dialer.startHere();
    }

    ServerAddress server() {
        return server;
    }

    /** What the server last said. */
    ServerInfo info() {
        return Objects.requireNonNull(info);
    }

    boolean up() {
        return phase == Phase.UP;
    }

    boolean dead() {
        return phase == Phase.DEAD;
    }

    /** Closes it without telling the owner. */
    void close(boolean abort) {
        if (phase == Phase.DEAD) {
            return;
        }
        phase = Phase.DEAD;
        handshake.stop();
        decoder.stop();
        dialer.cancel();
        timeout.cancel();
        Link open = link;
        if (open != null) {
            if (abort) {
                open.abort();
            } else {
                open.close();
            }
        }
    }

    /** Closes it and tells the owner. */
    void die(Throwable cause) {
        if (phase != Phase.DEAD) {
            close(false);
            owner.ended(this, cause);
        }
    }

    /** Writes ops of the session's own, past the outbox: only while no outbox writes here. */
    void send(byte[] ops) {
        direct.add(ByteBuffer.wrap(ops));
        sendMore();
    }

    /** Puts TLS on it; the handshake hears of that as of a new connection. */
    void secure(SSLEngine engine) {
        try {
            link = TlsLink.start(
                    loop,
                    Objects.requireNonNull(link),
                    engine,
                    context.threads().helpers(),
                    this);
        } catch (IOException e) {
            die(e);
        }
    }

    /** Leaves what comes next undecoded: it is not for it. */
    void stopReading() {
        decoder.stop();
    }

    /** Keeps back what is sent from now on: a caller may still be writing here what the outbox gave it. */
    void hold() {
        held = true;
    }

    /** Sends {@code rest}, which ends the op that the outbox stopped in, and then what was held back. */
    void release(byte[] rest) {
        held = false;
        if (rest.length > 0) {
            direct.addFirst(ByteBuffer.wrap(rest));
        }
        sendMore();
    }

    private void sendMore() {
        Link open = link;
        if (open == null || held) {
            return;
        }
        try {
            while (!direct.isEmpty()) {
                ByteBuffer next = direct.element();
                context.counters().writing(next);
                context.counters().wrote(open.write(next));
                if (next.hasRemaining()) {
                    open.awaitWritable();
                    return;
                }
                direct.remove();
            }
        } catch (IOException e) {
            die(e);
        }
    }

    // Dialer.Outcome

    @Override
    public void resolved() {
        handshake.resolved();
    }

    @Override
    public void opening(Link opened) {
        link = opened;
    }

    @Override
    public void unreachable(Throwable cause) {
        die(cause);
    }

    @Override
    public void connected() {
        handshake.connected();
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length) {
        if (phase == Phase.DEAD) {
            return;
        }
        context.counters().read(ByteBuffer.wrap(buffer, offset, length));
        if (phase != Phase.UP && handshake.beginsWithTls()) {
            // whoever is to be greeted by TLS must not be told credentials because it spoke first
            die(new ProtocolViolationException(server + ": " + length + " bytes in clear where TLS comes first"));
            return;
        }
        int used;
        try {
            used = decoder.decode(buffer, offset, length, this);
        } catch (ProtocolException | JsonException e) {
            violated(e);
            return;
        }
        large = decoder.missing() > 0;
        owner.endOfRead();
        if (phase != Phase.UP && handshake.awaitsTls()) {
            if (used < length) {
                die(new ProtocolViolationException(
                        server + ": " + (length - used) + " bytes in clear behind an INFO that asks for TLS"));
            } else {
                handshake.secure();
            }
        }
    }

    private void violated(RuntimeException e) {
        owner.endOfRead();
        die(new ProtocolViolationException(server + ": " + e.getMessage(), e));
    }

    @Override
    public void bytes(ByteBuffer came, byte[] array) {
        if (large && phase == Phase.UP) {
            pieces(came, array);
        } else {
            Dialer.Outcome.super.bytes(came, array);
        }
    }

    /** A read while large payloads come: these go straight to where they stay, and what lies between them is copied and looked at by itself. */
    private void pieces(ByteBuffer came, byte[] array) {
        context.counters().read(came);
        boolean filled = false;
        boolean looking = true;
        try {
            while (came.hasRemaining() && phase == Phase.UP) {
                boolean fills = decoder.missing() > 0;
                filled |= fills;
                decoder.fill(came);
                int length = fills || looking ? Math.min(came.remaining(), BETWEEN_BYTES) : came.remaining();
                looking = false;
                came.get(array, 0, length);
                decoder.decode(array, 0, length, this);
            }
        } catch (ProtocolException | JsonException e) {
            violated(e);
            return;
        }
        large = filled || decoder.missing() > 0;
        owner.endOfRead();
    }

    @Override
    public void writable() {
        if (!direct.isEmpty()) {
            sendMore();
        }
        if (direct.isEmpty()) {
            owner.writable(this);
        }
    }

    @Override
    public void closed(IOException cause) {
        die(cause);
    }

    // ServerOps

    @Override
    public void msg(MsgRange message) {
        if (phase != Phase.UP) {
            throw new ProtocolException("a message before the login was done");
        }
        owner.message(this, message);
    }

    @Override
    public byte[] room(MsgRange begun) {
        return owner.room(begun);
    }

    @Override
    public void info(byte[] buffer, int offset, int length) {
        boolean first = info == null;
        ServerInfo now = ServerInfo.parse(buffer, offset, length);
        info = now;
        if (first) {
            handshake.greeted(now);
        } else {
            owner.info(this, now);
        }
    }

    @Override
    public void ping() {
        if (phase == Phase.UP) {
            owner.pinged(this);
        } else {
            if (direct.size() > DIRECT_OPS_MAX) {
                throw new ProtocolException("more than " + DIRECT_OPS_MAX + " PINGs before the login was done");
            }
            send(OpEncoder.pong());
        }
    }

    @Override
    public void pong() {
        if (phase == Phase.UP) {
            // who waits for this PONG finds in the mailboxes what came before it
            owner.endOfRead();
            owner.ponged(this);
        } else if (handshake.endsWithPong()) {
            phase = Phase.UP;
            timeout.cancel();
            owner.loggedIn(this);
        }
    }

    @Override
    public void ok() {
        context.counters().ok();
    }

    @Override
    public void err(byte[] buffer, int offset, int length) {
        context.counters().error();
        ServerErrorException error = ServerErrors.of(new String(buffer, offset, length, StandardCharsets.UTF_8));
        if (phase == Phase.UP) {
            owner.error(this, error);
        } else {
            die(error);
        }
    }

    // Sink

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        Link open = link;
        if (open == null) {
            return 0;
        }
        context.counters().writing(bytes);
        int n = open.write(bytes);
        context.counters().wrote(n);
        return n;
    }

    @Override
    public void awaitWritable() {
        Link open = link;
        if (open != null) {
            open.awaitWritable();
        }
    }

    @Override
    public void wake() {
        loop.execute(flushTask);
    }

    @Override
    public void wakeLater(long nanos) {
        if (!laterAsked) {
            laterAsked = true;
            loop.schedule(nanos, laterTask);
        }
    }

    @Override
    public void broken(IOException cause) {
        loop.execute(() -> die(cause));
    }
}
