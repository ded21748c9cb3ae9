// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

/** How an {@link Outbox} answered an offer. */
public enum Offer {
    /** It is in the buffer and will be written. */
    ACCEPTED,
    /** There was no room. */
    FULL,
    /** There is no link, and nothing is kept while there is none. */
    OFFLINE,
    /** The outbox takes nothing any more. */
    CLOSED
}
