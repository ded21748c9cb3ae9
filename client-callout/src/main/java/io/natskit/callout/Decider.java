// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.callout;

/** Decides about those who want to come in. */
@FunctionalInterface
public interface Decider {
    /**
     * The decision about one of them. May wait, but not for long: the server gives up after its {@code authorization.timeout} (2 seconds unless told).
     * Called on a thread of the subscription, one after another unless {@link CalloutOptions.Builder#dispatch} says otherwise. Whatever is thrown
     * refuses.
     */
    Decision decide(Login login) throws Exception;
}
