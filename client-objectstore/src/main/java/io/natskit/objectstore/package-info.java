/**
 * The object store API (ADR-20): stores as handles, in blocking, asynchronous and Flow shapes of one engine. Begins at {@link io.natskit.objectstore.ObjectStores#on}.
 *
 * <p>Called by users, on any thread. Listeners run on the connection's callback executor; the engine lives in {@code internal}, and only {@code ObjectStores} knows
 * both.
 */
@NullMarked
package io.natskit.objectstore;

import org.jspecify.annotations.NullMarked;
