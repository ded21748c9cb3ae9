// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

/** What was done to a key. */
public enum Operation {
    /** A value was set. */
    PUT,
    /** It was deleted, or the server removed it (marker reason {@code Remove}). */
    DELETE,
    /** It was deleted with its history, or its time was up (marker reasons {@code Purge} and {@code MaxAge}). */
    PURGE
}
