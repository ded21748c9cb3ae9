/**
 * When an ordered consumer has told all that was there. Pure; called by the stores on top of JetStream, on any thread.
 */
@NullMarked
package io.natskit.jetstream.internal.catchup;

import org.jspecify.annotations.NullMarked;
