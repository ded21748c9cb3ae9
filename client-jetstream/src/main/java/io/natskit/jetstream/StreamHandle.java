// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A stream by its name. Holds no state of the server: {@link #info()} asks. Errors are as {@link JetStream} says. */
public interface StreamHandle {

    /** The stream's name. */
    String name();

    /** Configuration and state. */
    StreamInfo info();

    /** Configuration and state with more, such as the subjects and how many messages each has. */
    StreamInfo info(Consumer<InfoSpec> spec);

    /** Changes the configuration; returns this handle. */
    StreamHandle update(StreamConfig config);

    /** Makes it read-only for ever. */
    void seal();

    /** Deletes it with all it holds. */
    void delete();

    /** Removes messages; returns how many. */
    long purge(Consumer<PurgeSpec> spec);

    /** The message at a sequence, if it is there. The stream's leader answers; see {@link #direct()}. */
    Optional<StoredMessage> message(long sequence);

    /** The last message of a subject (wildcards allowed), if there is one. */
    Optional<StoredMessage> last(String subject);

    /** The first message of a subject (wildcards allowed) at or after {@code from}, if there is one. */
    Optional<StoredMessage> next(long from, String subject);

    /** The same stream with {@link #message}, {@link #last} and {@link #next} by direct get (ADR-31): faster, from any replica, perhaps a moment old. The stream must allow it. */
    StreamHandle direct();

    /** Stored messages, in batches by direct get. */
    Iterable<StoredMessage> read(Consumer<ReadSpec> spec);

    /** Removes a message; {@code erase} overwrites it, too, which takes longer. False when it is not there. */
    boolean delete(long sequence, boolean erase);

    /** Makes a consumer; the same again is no error, another under its name is (10148). */
    ConsumerHandle createConsumer(ConsumerConfig config);

    /** Changes a consumer that is there (10149). */
    ConsumerHandle updateConsumer(ConsumerConfig config);

    /** Has a consumer be as asked for: makes it, changes it, or leaves it. */
    ConsumerHandle ensureConsumer(ConsumerConfig config);

    /** As {@link #ensureConsumer(ConsumerConfig)} with choices such as a dry run; says what was, or would be, done. The configuration names the consumer. */
    Ensured ensureConsumer(ConsumerConfig config, Consumer<EnsureSpec> spec);

    /** A handle; asks nothing of the server. */
    ConsumerHandle consumer(String name);

    /** A handle, if there is such a consumer. */
    Optional<ConsumerHandle> findConsumer(String name);

    /** Reads in order without a gap, whatever happens to servers and connections; pulls (ADR-17). The consumer on the server is made anew when needed. */
    OrderedHandle ordered(Consumer<OrderedSpec> spec);

    /** As {@link #ordered}, by a push consumer. */
    OrderedHandle orderedPush(Consumer<OrderedSpec> spec);

    /** A push consumer; made if it is not there. A missing deliver subject is a fresh inbox. */
    PushHandle push(ConsumerConfig config);

    /** A group whose partitions are in the stream's subjects, by its name; asks nothing of the server. */
    ConsumerGroup staticGroup(String name);

    /** A group with a stream of its own, where members come and go, by its name; asks nothing of the server. */
    ConsumerGroup elasticGroup(String name);

    /** The names of the groups of a kind, page by page. */
    Iterable<String> groupNames(GroupKind kind);

    /** Deletes a consumer. */
    void deleteConsumer(String name);

    /** The consumers, page by page. */
    Iterable<ConsumerInfo> consumers();

    /** The names of the consumers, page by page. */
    Iterable<String> consumerNames();

    /** Writes the stream's backup, with consumers, into a folder as the nats command line does: {@code backup.json} and {@code stream.tar.s2}, which must not be there yet. */
    BackupResult backup(Path folder);

    /** Writes the stream's archive to {@code channel}, which is not closed, as {@code spec} says. */
    BackupResult backup(WritableByteChannel channel, Consumer<BackupSpec> spec);

    /** Has the leader step down. */
    void stepDown();

    /** The same stream for callers that must not wait. */
    AsyncStreamHandle async();
}
