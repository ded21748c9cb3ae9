// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import java.util.Optional;

/** Who looks after an intake whose consumer may be made anew: ordered consumers. {@link #NONE} for all others. */
interface Keeper {
    /** Nobody. */
    Keeper NONE = new Keeper() {
        @Override
        public boolean accepts(Message message) {
            return true;
        }

        @Override
        public boolean rescues(String trouble) {
            return false;
        }

        @Override
        public Optional<Target> target() {
            return Optional.empty();
        }
    };

    /** Whether a message is the next one. I/O thread. */
    boolean accepts(Message message);

    /** Whether it makes the consumer anew, after {@code trouble}; it restarts the intake then. Any thread. */
    boolean rescues(String trouble);

    /** The consumer of the moment, where it changes. */
    Optional<Target> target();
}
