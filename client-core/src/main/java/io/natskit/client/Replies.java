// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The replies to one request, as they come. Can be gone through once; whatever way it ends, the inbox is unsubscribed. For one thread.
 *
 * <pre>{@code
 * try (Replies replies = connection.requestMany("who", new byte[0], o -> o.stall(Duration.ofMillis(300)))) {
 *     for (Message reply : replies) { ... }
 * }
 * }</pre>
 */
public interface Replies extends Iterable<Message>, AutoCloseable {

    /** Takes the next reply; empty when it has ended. Waits as long as the {@link RequestManyOptions} allow; throws the error of a failed end. */
    Optional<Message> next();

    /** The replies as they come; {@code hasNext()} waits. */
    @Override
    Iterator<Message> iterator();

    /** The replies as they come, lazily; closing the stream ends the request. */
    Stream<Message> stream();

    /** Waits for the end and returns all replies not yet taken. Nobody listening is an empty list with {@link RepliesEnd#NO_RESPONDERS}. */
    List<Message> all();

    /** What ended it; empty while replies may still come. */
    Optional<RepliesEnd> end();

    /** Ends it. Idempotent. */
    @Override
    void close();
}
