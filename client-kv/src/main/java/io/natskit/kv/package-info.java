/**
 * The key-value API (ADR-8): buckets as handles, in blocking, asynchronous and Flow shapes of one engine. Begins at {@link io.natskit.kv.KeyValue#on}.
 *
 * <p>Called by users, on any thread. Listeners run on the connection's callback executor; the engine lives in {@code internal}, and only {@code KeyValue} knows both.
 */
@NullMarked
package io.natskit.kv;

import org.jspecify.annotations.NullMarked;
