// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link Counters} for callers that must not wait. */
public interface AsyncCounters {

    /** See {@link Counters#add(String, BigInteger)}. */
    CompletableFuture<BigInteger> add(String subject, BigInteger delta);

    /** See {@link Counters#add(String, long)}. */
    CompletableFuture<BigInteger> add(String subject, long delta);

    /** See {@link Counters#get(String)}. */
    CompletableFuture<Optional<BigInteger>> get(String subject);

    /** See {@link Counters#counter(String)}. */
    CompletableFuture<Optional<Counter>> counter(String subject);

    /** See {@link Counters#counters(String)}. */
    Pages<Counter> counters(String filter);
}
