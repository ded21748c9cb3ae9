// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.Dispatch;
import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to consume: {@code consumer.consume(handler, s -> s.ahead(500).dispatch(Dispatch.keyed(8, Message::subject)))}. The arithmetic is that of ADR-37.
 */
public final class ConsumeSpec {
    private static final int MANY = 1_000_000;

    private int ahead = 1000;
    private long aheadBytes;
    private int threshold = -1;
    private long thresholdBytes = -1;
    private Duration expires = Duration.ofSeconds(30);
    private @Nullable Duration heartbeat;
    private @Nullable Dispatch dispatch;
    private @Nullable String group;
    private GroupSpec groupSpec = new GroupSpec();
    private Consumer<? super ConsumeEvent> events = event -> {};

    /** The defaults. */
    public ConsumeSpec() {}

    /** The most messages that are in the client or asked for; default 1,000, at least 1. Instead of {@link #aheadBytes(long)}. */
    public ConsumeSpec ahead(int messages) {
        this.ahead = Checks.atLeast("ahead", messages, 1);
        this.aheadBytes = 0;
        return this;
    }

    /** The most bytes (subject, reply, headers, payload) that are in the client or asked for. Instead of {@link #ahead(int)}. */
    public ConsumeSpec aheadBytes(long bytes) {
        this.aheadBytes = Checks.atLeast("aheadBytes", bytes, 1);
        this.ahead = MANY;
        return this;
    }

    /** More is asked for when no more than so many messages are left; default three quarters of {@link #ahead(int)}. */
    public ConsumeSpec threshold(int messages) {
        this.threshold = Checks.atLeast("threshold", messages, 0);
        return this;
    }

    /** More is asked for when no more than so many bytes are left; default half of {@link #aheadBytes(long)}. */
    public ConsumeSpec thresholdBytes(long bytes) {
        this.thresholdBytes = Checks.atLeast("thresholdBytes", bytes, 0);
        return this;
    }

    /** How long one pull lasts; default 30 s, at least 1 s. */
    public ConsumeSpec expires(Duration expires) {
        this.expires = Checks.atLeast("expires", expires, Duration.ofSeconds(1));
        return this;
    }

    /** Has the server say every so often that it is there; default half of {@link #expires(Duration)} within 500 ms and 30 s; at most that half. */
    public ConsumeSpec heartbeat(Duration idle) {
        this.heartbeat = Checks.positive("heartbeat", idle);
        return this;
    }

    /** Where the handler runs; default as the connection's options say. Means nothing without a handler. */
    public ConsumeSpec dispatch(Dispatch dispatch) {
        this.dispatch = dispatch;
        return this;
    }

    /** Pulls as a member of a priority group (ADR-42). */
    public ConsumeSpec group(String name, Consumer<GroupSpec> spec) {
        this.group = Checks.notBlank("group", name);
        GroupSpec fresh = new GroupSpec();
        spec.accept(fresh);
        this.groupSpec = fresh;
        return this;
    }

    /** Is told what happens, on the connection's callback executor; default nobody. */
    public ConsumeSpec onEvent(Consumer<? super ConsumeEvent> listener) {
        this.events = listener;
        return this;
    }

    /** See {@link #ahead(int)}. */
    public int ahead() {
        return ahead;
    }

    /** See {@link #aheadBytes(long)}; 0 when messages are counted. */
    public long aheadBytes() {
        return aheadBytes;
    }

    /** The threshold in messages. */
    public int threshold() {
        return threshold < 0 ? ahead - Math.max(1, ahead / 4) : Math.min(threshold, ahead - 1);
    }

    /** The threshold in bytes. */
    public long thresholdBytes() {
        return thresholdBytes < 0 ? aheadBytes / 2 : Math.min(thresholdBytes, Math.max(0, aheadBytes - 1));
    }

    /** See {@link #expires(Duration)}. */
    public Duration expires() {
        return expires;
    }

    /** The heartbeat. */
    public Duration heartbeat() {
        if (heartbeat != null) {
            Duration half = expires.dividedBy(2);
            return heartbeat.compareTo(half) > 0 ? half : heartbeat;
        }
        long millis = Math.max(500, Math.min(30_000, expires.toMillis() / 2));
        return Duration.ofMillis(millis);
    }

    /** Where the handler runs, if chosen. */
    public Optional<Dispatch> dispatch() {
        return Optional.ofNullable(dispatch);
    }

    /** The priority group, if any. */
    public Optional<String> group() {
        return Optional.ofNullable(group);
    }

    /** How to pull as its member. */
    public GroupSpec groupSpec() {
        return groupSpec;
    }

    /** Who is told what happens. */
    public Consumer<? super ConsumeEvent> events() {
        return events;
    }
}
