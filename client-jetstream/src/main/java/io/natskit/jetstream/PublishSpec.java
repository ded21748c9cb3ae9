// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.headers.HeadersBuilder;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one message is published: {@code js.publish(message, p -> p.messageId("7").timeToLive(ofHours(1)))}. Each choice is a header of the message (ADR-22, ADR-43), but
 * those about time. Not safe for use by several threads.
 */
public final class PublishSpec {
    private @Nullable String messageId;
    private @Nullable String expectStream;
    private @Nullable String expectLastMessageId;
    private @Nullable String expectLastSubject;
    private long expectLastSequence = -1;
    private long expectLastSubjectSequence = -1;
    private @Nullable String timeToLive;
    private @Nullable String rollup;
    private @Nullable Duration timeout;
    private @Nullable Integer retries;

    /** No choices. */
    public PublishSpec() {}

    /** Within the stream's duplicate window a message with this id is stored once, however often it is published; it is sent again after an unknown outcome. */
    public PublishSpec messageId(String id) {
        this.messageId = Checks.notBlank("messageId", id);
        return this;
    }

    /** Refused (10060) unless this stream stores it. */
    public PublishSpec expectStream(String name) {
        this.expectStream = Checks.notBlank("expectStream", name);
        return this;
    }

    /** Refused (10070) unless this was the id of the stream's last message. */
    public PublishSpec expectLastMessageId(String id) {
        this.expectLastMessageId = id;
        return this;
    }

    /** Refused (10071) unless this is the stream's last sequence; 0: the stream is empty. */
    public PublishSpec expectLastSequence(long sequence) {
        this.expectLastSequence = Checks.atLeast("expectLastSequence", sequence, 0);
        return this;
    }

    /** Refused (10071) unless this is the last sequence of the message's subject; 0: it has none. */
    public PublishSpec expectLastSubjectSequence(long sequence) {
        this.expectLastSubjectSequence = Checks.atLeast("expectLastSubjectSequence", sequence, 0);
        return this;
    }

    /** As {@link #expectLastSubjectSequence(long)}, for the last message of all subjects that {@code filter} matches (server 2.11). */
    public PublishSpec expectLastSubjectSequence(long sequence, String filter) {
        this.expectLastSubject = Checks.notBlank("filter", filter);
        return expectLastSubjectSequence(sequence);
    }

    /** Removes the message after so long, whole seconds, at least 1 (server 2.11, a stream that allows it). */
    public PublishSpec timeToLive(Duration ttl) {
        this.timeToLive =
                Checks.atLeast("timeToLive", ttl, Duration.ofSeconds(1)).toSeconds() + "s";
        return this;
    }

    /** Keeps the message whatever the stream's maximum age (server 2.11, a stream that allows it). */
    public PublishSpec neverExpires() {
        this.timeToLive = "never";
        return this;
    }

    /** Removes all earlier messages of the message's subject. */
    public PublishSpec rollupSubject() {
        this.rollup = "sub";
        return this;
    }

    /** Removes all earlier messages of the stream. */
    public PublishSpec rollupAll() {
        this.rollup = "all";
        return this;
    }

    /** How long the publish with all its retries may take; default {@link JetStreamOptions#timeout()}. */
    public PublishSpec timeout(Duration timeout) {
        this.timeout = Checks.positive("timeout", timeout);
        return this;
    }

    /** How often it is sent again after status 503; default {@link JetStreamOptions#retries()}. */
    public PublishSpec retries(int retries) {
        this.retries = retries;
        return this;
    }

    /** The message id, if any. */
    public Optional<String> messageId() {
        return Optional.ofNullable(messageId);
    }

    /** The time, if one was chosen. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The number of retries, if one was chosen. */
    public Optional<Integer> retries() {
        return Optional.ofNullable(retries);
    }

    /** The headers of a message with those that these choices add; what is set here replaces what the message had. */
    public Headers applyTo(Headers headers) {
        HeadersBuilder builder = headers.toBuilder();
        set(builder, "Nats-Msg-Id", messageId);
        set(builder, "Nats-Expected-Stream", expectStream);
        set(builder, "Nats-Expected-Last-Msg-Id", expectLastMessageId);
        set(builder, "Nats-Expected-Last-Sequence", expectLastSequence);
        set(builder, "Nats-Expected-Last-Subject-Sequence", expectLastSubjectSequence);
        set(builder, "Nats-Expected-Last-Subject-Sequence-Subject", expectLastSubject);
        set(builder, "Nats-TTL", timeToLive);
        set(builder, "Nats-Rollup", rollup);
        return builder.build();
    }

    private static void set(HeadersBuilder builder, String name, @Nullable String value) {
        if (value != null) {
            builder.set(name, value);
        }
    }

    private static void set(HeadersBuilder builder, String name, long value) {
        if (value >= 0) {
            builder.set(name, Long.toString(value));
        }
    }
}
