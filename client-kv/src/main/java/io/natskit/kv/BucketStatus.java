// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How a bucket is made, and what it held when it was asked (ADR-8).
 *
 * @param stream all that is known of the bucket's stream
 */
public record BucketStatus(StreamInfo stream) {

    /** The bucket's name. */
    public String bucket() {
        String name = stream.config().name();
        return name.startsWith("KV_") ? name.substring(3) : name;
    }

    /** See {@link BucketConfig#description()}. */
    public String description() {
        return stream.config().description();
    }

    /** How many messages it holds: revisions and markers. */
    public long values() {
        return stream.state().messages();
    }

    /** How many keys it holds, those with a marker too. */
    public long keys() {
        return stream.state().numSubjects();
    }

    /** How many bytes it holds. */
    public long bytes() {
        return stream.state().bytes();
    }

    /** The last revision given. */
    public long lastRevision() {
        return stream.state().lastSequence();
    }

    /** See {@link BucketConfig#history()}. */
    public int history() {
        return (int) stream.config().maxMessagesPerSubject();
    }

    /** See {@link BucketConfig#timeToLive()}. */
    public Duration timeToLive() {
        return stream.config().maxAge();
    }

    /** See {@link BucketConfig#limitMarkers()}. */
    public Duration limitMarkers() {
        return stream.config().subjectDeleteMarkerTtl();
    }

    /** See {@link BucketConfig#bytesMax()}. */
    public long bytesMax() {
        return stream.config().maxBytes();
    }

    /** See {@link BucketConfig#valueBytesMax()}. */
    public int valueBytesMax() {
        return stream.config().maxMessageSize();
    }

    /** See {@link BucketConfig#storage()}. */
    public StorageType storage() {
        return stream.config().storage();
    }

    /** See {@link BucketConfig#replicas()}. */
    public int replicas() {
        return stream.config().replicas();
    }

    /** See {@link BucketConfig#compressed()}. */
    public boolean compressed() {
        return stream.config().compression() == Compression.S2;
    }

    /** See {@link BucketConfig#atomicPuts()}. */
    public boolean atomicPuts() {
        return stream.config().allowAtomicPublish();
    }

    /** The user's names and values, and those that servers add ({@code _nats.*}). */
    public Map<String, String> metadata() {
        return stream.config().metadata();
    }

    /** Whether it is a mirror of another bucket. */
    public boolean isMirror() {
        return stream.config().mirror().isPresent();
    }

    /** When it was made. */
    public Instant created() {
        return stream.created();
    }

    /** What keeps it: always {@code JetStream}. */
    public String backingStore() {
        return "JetStream";
    }
}
