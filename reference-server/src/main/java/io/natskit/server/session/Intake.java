// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.LimitOptions;
import io.natskit.server.protocol.ClientOpDecoder;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.protocol.InputDecoder;
import io.natskit.server.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The way in of one client: which decoder reads what it sends, and how much of that is taken: nothing but CONNECT before it has logged in
 * where it must, nothing at all while an answer is awaited. Confined to the connection's loop.
 */
final class Intake {
    private final Connection connection;
    private final Operations operations;
    private final Liveness liveness;
    private final ProducerStall stall;
    private final ClientOpDecoder decoder;
    private final InputDecoder input;

    private boolean gated;
    private int awaited;
    private boolean ended;

    /** Reads another language than NATS where one is given. */
    Intake(
            Connection connection,
            Operations operations,
            Liveness liveness,
            ProducerStall stall,
            ClientOpDecoder decoder,
            @Nullable Language language) {
        this.connection = connection;
        this.operations = operations;
        this.liveness = liveness;
        this.stall = stall;
        this.decoder = decoder;
        this.input = language == null ? decoder : language;
    }

    /** Begins, with nothing known of the client; {@code logInRequired} says that nothing but CONNECT is taken of it. */
    void begin(boolean logInRequired, boolean traced) {
        gated = logInRequired;
        decoder.gated(logInRequired);
        decoder.traceLines(traced);
        decoder.announceSubjects(true);
    }

    /** Bytes came: answers the index of the first one that is left. */
    int received(byte[] bytes, int offset, int end) {
        stall.turnBegins();
        int used = input.decode(bytes, offset, end);
        if (operations.takeActivity()) {
            liveness.active();
        }
        stall.turnEnds();
        return used;
    }

    /** How many more bytes it needs to get on. */
    int wanted() {
        return input.wanted();
    }

    /** What the client said of itself in CONNECT. */
    void options(ConnectOptions said, boolean withHeaders) {
        decoder.headers(withHeaders);
        decoder.announceSubjects(said.pedantic());
    }

    /** The largest message that is taken from now on, -1 for any. */
    void maxPayload(int bytes) {
        input.maxPayload(bytes);
    }

    /** Other limits for lines, and whether they are traced. */
    void reloaded(LimitOptions limits, boolean traced) {
        decoder.traceLines(traced);
        decoder.maxControlLine(limits.maxControlLineBytes());
    }

    /** Whether nothing but CONNECT is taken. */
    boolean isGated() {
        return gated;
    }

    /** It may say anything now. */
    void openGate() {
        gated = false;
        decoder.gated(false);
    }

    /** Takes no more, and reads none, until {@link #answered} has been called as often as this. */
    void awaitAnswer() {
        if (awaited++ == 0) {
            input.halt();
            connection.pause(Connection.AWAITING);
        }
    }

    /** Goes on with what came meanwhile, unless something else is awaited. */
    void answered() {
        if (--awaited == 0 && !ended) {
            input.proceed();
            connection.resume(Connection.AWAITING);
        }
    }

    /** Takes nothing any more. */
    void end() {
        ended = true;
        input.halt();
    }
}
