// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.math.BigInteger;
import java.util.Optional;

/** Counters in a stream that allows them: one a subject, of any size (ADR-49, server 2.12). */
public interface Counters {

    /** Adds {@code delta}, perhaps negative; returns the counter's value after it. */
    BigInteger add(String subject, BigInteger delta);

    /** Adds {@code delta}, perhaps negative; returns the counter's value after it. */
    BigInteger add(String subject, long delta);

    /** The counter's value; empty when nothing was ever added. The stream must allow direct access. */
    Optional<BigInteger> get(String subject);

    /** The counter with what its sources added. */
    Optional<Counter> counter(String subject);

    /** The counters whose subject {@code filter} matches, as they were at one moment. */
    Iterable<Counter> counters(String filter);
}
