/**
 * The key-value engine: what buckets are as streams, reads and writes of one bucket, what watches see, and the blocking, asynchronous and Flow shapes as views.
 *
 * <p>Called by the API's front door. Stands on the public API of JetStream, and on timers and threads of the connection. The cache takes changes on the thread that
 * reads the socket, where no user's code runs; listeners run on the connection's callback executor.
 */
@NullMarked
package io.natskit.kv.internal;

import org.jspecify.annotations.NullMarked;
