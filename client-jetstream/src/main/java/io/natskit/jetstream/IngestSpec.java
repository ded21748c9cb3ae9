// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How fast ingest works (ADR-50). */
public final class IngestSpec {
    private int flow = 500;
    private int outstanding = 2;
    private boolean gaps;
    private @Nullable Duration timeout;
    private Consumer<? super IngestEvent> events = event -> {};

    /** The defaults. */
    public IngestSpec() {}

    /** The server acknowledges at least every so many messages; default 500, which nats-server shares among all who ingest into the stream. */
    public IngestSpec flow(int messages) {
        this.flow = Checks.atLeast("flow", messages, 1);
        return this;
    }

    /** How many such acknowledgements may be outstanding, 1 to 3; default 2. */
    public IngestSpec outstanding(int acks) {
        if (acks < 1 || acks > 3) {
            throw new IllegalArgumentException("outstanding: " + acks + " (expected: 1 to 3)");
        }
        this.outstanding = acks;
        return this;
    }

    /** Goes on after a lost or refused message, which {@link #onEvent} tells of; default: that ends the batch, and all before it are stored without a gap. */
    public IngestSpec allowGaps() {
        this.gaps = true;
        return this;
    }

    /** How long is waited for the server at most; default {@link JetStreamOptions#timeout()}. */
    public IngestSpec timeout(Duration timeout) {
        this.timeout = Checks.positive("timeout", timeout);
        return this;
    }

    /** Is told of gaps and refusals, on the connection's callback executor. */
    public IngestSpec onEvent(Consumer<? super IngestEvent> listener) {
        this.events = listener;
        return this;
    }

    /** See {@link #flow(int)}. */
    public int flow() {
        return flow;
    }

    /** See {@link #outstanding(int)}. */
    public int outstanding() {
        return outstanding;
    }

    /** See {@link #allowGaps()}. */
    public boolean allowsGaps() {
        return gaps;
    }

    /** The time, if one was chosen. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Who is told. */
    public Consumer<? super IngestEvent> events() {
        return events;
    }
}
