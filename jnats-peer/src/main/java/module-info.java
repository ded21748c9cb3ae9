// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * jnats, driven from its own process, and the loads that hold any Java client against it.
 *
 * <p>jnats has no module descriptor of its own, only a name in its manifest; the warning about that is switched off here.
 */
@SuppressWarnings("requires-automatic")
module io.natskit.peer.jnats {
    requires static io.nats.jnats;
    requires java.management;
    requires jdk.management;
    requires static org.jspecify;

    exports io.natskit.peer.load;
}
