// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.jetstream.AsyncCounters
import io.natskit.jetstream.Counter
import io.natskit.reactive.ReactiveJetStream
import java.math.BigInteger
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow

/** What [AsyncCounters] does, in suspending functions and cold flows; each means what its namesake there says. */
class CoroutineCounters internal constructor(private val async: AsyncCounters, private val stream: String, private val js: ReactiveJetStream) {
    /** See [AsyncCounters.add]. */
    suspend fun add(subject: String, delta: BigInteger): BigInteger = async.add(subject, delta).await()

    /** See [AsyncCounters.add]. */
    suspend fun add(subject: String, delta: Long): BigInteger = async.add(subject, delta).await()

    /** See [AsyncCounters.get]. */
    suspend fun get(subject: String): BigInteger? = async.get(subject).await().orElse(null)

    /** See [AsyncCounters.counter]. */
    suspend fun counter(subject: String): Counter? = async.counter(subject).await().orElse(null)

    /** See [AsyncCounters.counters]. */
    fun counters(filter: String): Flow<Counter> = js.counters(stream, filter).asFlow()
}
