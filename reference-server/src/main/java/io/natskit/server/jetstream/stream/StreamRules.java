// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;

/** What a configuration says in the form that each message asks for. Immutable; made anew when the configuration changes. */
final class StreamRules {
    final StreamConfig config;
    final String name;
    final boolean answers;
    final long maxMessages;
    final long maxBytes;
    final long maxPerSubject;
    final int maxMessageSize;
    final long maxAgeNanos;
    final long duplicateWindowNanos;
    final long markerTtlNanos;
    final boolean discardsNew;
    final boolean discardsNewPerSubject;
    final boolean sealed;
    final boolean mirror;
    final boolean rollupAllowed;
    final boolean counters;
    final boolean schedules;
    final boolean ttl;
    final RetentionPolicy retention;

    StreamRules(StreamConfig config) {
        this.config = config;
        this.name = config.name();
        this.answers = !config.noAck();
        this.maxMessages = config.maxMessages();
        this.maxBytes = config.maxBytes();
        this.maxPerSubject = config.maxMessagesPerSubject();
        this.maxMessageSize = config.maxMessageSize();
        this.maxAgeNanos = config.maxAge().toNanos();
        this.duplicateWindowNanos = config.duplicateWindow().toNanos();
        this.markerTtlNanos = config.subjectDeleteMarkerTtl().toNanos();
        this.discardsNew = config.discard() == DiscardPolicy.NEW;
        this.discardsNewPerSubject = config.discardNewPerSubject();
        this.sealed = config.sealed();
        this.mirror = config.mirror().isPresent();
        this.rollupAllowed = config.allowRollup() && !config.denyPurge();
        this.counters = config.allowMessageCounter();
        this.schedules = config.allowMessageSchedules();
        this.ttl = config.allowMessageTtl();
        this.retention = config.retention();
    }
}
