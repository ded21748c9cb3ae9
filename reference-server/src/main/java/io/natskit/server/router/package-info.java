/**
 * The way of a message from its publisher to its targets: match, pick queue members, fan out. Called by sessions, each on its own loop,
 * through that loop's {@link io.natskit.server.router.RouterLane}. Knows targets as {@link io.natskit.server.router.Outbox} and asks no kind.
 */
@NullMarked
package io.natskit.server.router;

import org.jspecify.annotations.NullMarked;
