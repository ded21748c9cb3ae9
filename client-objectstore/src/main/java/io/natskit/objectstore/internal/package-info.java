/**
 * The object store engine: what stores are as streams, chunks on their way in and out, descriptions, and the blocking, asynchronous and Flow shapes as views.
 *
 * <p>Called by the API's front door. Chunks that go in are acknowledged on the connection's threads; content is read and written on callers' threads, or, for
 * futures, where the connection and the file complete theirs; a stream that is read for a future has a thread of its own.
 */
@NullMarked
package io.natskit.objectstore.internal;

import org.jspecify.annotations.NullMarked;
