// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.jetstream.AsyncCounters;
import io.natskit.jetstream.Counter;
import io.natskit.reactive.ReactiveJetStream;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.math.BigInteger;

/** Counters in the shapes of RxJava; each method means what its namesake in {@link AsyncCounters} says. */
public final class RxCounters {
    private final AsyncCounters async;
    private final String stream;
    private final ReactiveJetStream js;

    RxCounters(AsyncCounters async, String stream, ReactiveJetStream js) {
        this.async = async;
        this.stream = stream;
        this.js = js;
    }

    /** See {@link AsyncCounters#add(String, BigInteger)}. */
    public Single<BigInteger> add(String subject, BigInteger delta) {
        return Futures.single(() -> async.add(subject, delta));
    }

    /** See {@link AsyncCounters#add(String, long)}. */
    public Single<BigInteger> add(String subject, long delta) {
        return Futures.single(() -> async.add(subject, delta));
    }

    /** See {@link AsyncCounters#get(String)}. */
    public Maybe<BigInteger> get(String subject) {
        return Futures.maybe(() -> async.get(subject));
    }

    /** See {@link AsyncCounters#counter(String)}. */
    public Maybe<Counter> counter(String subject) {
        return Futures.maybe(() -> async.counter(subject));
    }

    /** See {@link AsyncCounters#counters(String)}. */
    public Flowable<Counter> counters(String filter) {
        return Flowable.fromPublisher(js.counters(stream, filter));
    }
}
