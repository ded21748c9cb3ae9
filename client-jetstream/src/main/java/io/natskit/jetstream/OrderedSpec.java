// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an ordered consumer reads, and from where (ADR-17). */
public final class OrderedSpec {
    private List<String> subjects = List.of();
    private long fromSequence;
    private @Nullable Instant fromTime;
    private boolean onlyNew;
    private boolean lastPerSubject;
    private boolean last;
    private boolean headersOnly;
    private boolean originalSpeed;
    private Duration inactiveThreshold = Duration.ofMinutes(5);
    private Duration heartbeat = Duration.ofSeconds(5);
    private Consumer<? super Placed> placed = made -> {};

    /**
     * The consumer was made on the server, at first or anew.
     *
     * @param consumer its name there
     * @param after the stream sequence behind which it begins when it was made anew; 0 for the first
     * @param pending how many messages were there for it when it was made
     */
    public record Placed(String consumer, long after, long pending) {}

    /** All messages from the first on. */
    public OrderedSpec() {}

    /** Only messages whose subject one of these matches; default all. */
    public OrderedSpec subjects(String... filters) {
        return subjects(List.of(filters));
    }

    /** Only messages whose subject one of these matches; default all. */
    public OrderedSpec subjects(Collection<String> filters) {
        this.subjects = List.copyOf(filters);
        return this;
    }

    /** From {@code sequence} on. */
    public OrderedSpec from(long sequence) {
        this.fromSequence = Checks.atLeast("from", sequence, 1);
        return this;
    }

    /** From the first message at or after {@code time} on. */
    public OrderedSpec from(Instant time) {
        this.fromTime = time;
        return this;
    }

    /** Only what is stored from now on. */
    public OrderedSpec onlyNew() {
        this.onlyNew = true;
        return this;
    }

    /** From the last message on. */
    public OrderedSpec fromLast() {
        this.last = true;
        return this;
    }

    /** The last message of each subject, then all that follow. */
    public OrderedSpec lastPerSubject() {
        this.lastPerSubject = true;
        return this;
    }

    /** Without payloads. */
    public OrderedSpec headersOnly() {
        this.headersOnly = true;
        return this;
    }

    /** As fast as they were stored. */
    public OrderedSpec originalSpeed() {
        this.originalSpeed = true;
        return this;
    }

    /** How long the server keeps the consumer when nobody asks; default 5 min. */
    public OrderedSpec inactiveThreshold(Duration threshold) {
        this.inactiveThreshold = Checks.positive("inactiveThreshold", threshold);
        return this;
    }

    /** How often a push consumer says that it is there; default 5 s, at least 100 ms. Pulls have their own: {@link ConsumeSpec#heartbeat(Duration)}. */
    public OrderedSpec heartbeat(Duration idle) {
        this.heartbeat = Checks.atLeast("heartbeat", idle, Duration.ofMillis(100));
        return this;
    }

    /**
     * Is told each time the consumer was made on the server, on the thread that reads the socket, so it must not wait. A push consumer's first messages may be there
     * before. For who must know when all that was there has come, even when that is nothing. Default nobody.
     */
    public OrderedSpec onPlaced(Consumer<? super Placed> listener) {
        this.placed = listener;
        return this;
    }

    /** Who is told. */
    public Consumer<? super Placed> placed() {
        return placed;
    }

    /** See {@link #subjects(Collection)}. */
    public List<String> subjects() {
        return subjects;
    }

    /** See {@link #from(long)}; 0 for none. */
    public long fromSequence() {
        return fromSequence;
    }

    /** See {@link #from(Instant)}. */
    public Optional<Instant> fromTime() {
        return Optional.ofNullable(fromTime);
    }

    /** See {@link #onlyNew()}. */
    public boolean isOnlyNew() {
        return onlyNew;
    }

    /** See {@link #fromLast()}. */
    public boolean isFromLast() {
        return last;
    }

    /** See {@link #lastPerSubject()}. */
    public boolean isLastPerSubject() {
        return lastPerSubject;
    }

    /** See {@link #headersOnly()}. */
    public boolean isHeadersOnly() {
        return headersOnly;
    }

    /** See {@link #originalSpeed()}. */
    public boolean isOriginalSpeed() {
        return originalSpeed;
    }

    /** See {@link #inactiveThreshold(Duration)}. */
    public Duration inactiveThreshold() {
        return inactiveThreshold;
    }

    /** See {@link #heartbeat(Duration)}. */
    public Duration heartbeat() {
        return heartbeat;
    }
}
