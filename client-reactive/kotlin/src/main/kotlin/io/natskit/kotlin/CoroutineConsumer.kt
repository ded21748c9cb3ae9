// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.jetstream.AsyncConsumerHandle
import io.natskit.jetstream.ConsumeSpec
import io.natskit.jetstream.ConsumerHandle
import io.natskit.jetstream.FetchSpec
import io.natskit.jetstream.JetStreamMessage
import io.natskit.reactive.ReactiveJetStream
import io.natskit.wire.jetstream.ConsumerInfo
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow

/** What [AsyncConsumerHandle] does, in suspending functions and cold flows; each means what its namesake there says. */
class CoroutineConsumer internal constructor(private val async: AsyncConsumerHandle, private val js: ReactiveJetStream) {
    /** See [AsyncConsumerHandle.stream]. */
    val stream: String get() = async.stream()

    /** See [AsyncConsumerHandle.name]. */
    val name: String get() = async.name()

    /** See [AsyncConsumerHandle.info]. */
    suspend fun info(): ConsumerInfo = async.info().await()

    /** See [AsyncConsumerHandle.next]. */
    suspend fun next(timeout: Duration): JetStreamMessage? = async.next(timeout.toJavaDuration()).await().orElse(null)

    /** See [AsyncConsumerHandle.fetch]. */
    suspend fun fetch(spec: FetchSpec.() -> Unit = {}): List<JetStreamMessage> = async.fetch { it.spec() }.await()

    /** See [AsyncConsumerHandle.messages]: one is asked of the server when the one before has been handled; `buffer(n)` asks for n ahead. */
    fun messages(spec: ConsumeSpec.() -> Unit = {}): Flow<JetStreamMessage> = js.consume(async.blocking()) { it.spec() }.asFlow().buffer(Channel.RENDEZVOUS)

    /** See [AsyncConsumerHandle.pause]. */
    suspend fun pause(until: Instant) {
        async.pause(until).await()
    }

    /** See [AsyncConsumerHandle.resume]. */
    suspend fun resume() {
        async.resume().await()
    }

    /** See [AsyncConsumerHandle.reset]. */
    suspend fun reset(): ConsumerInfo = async.reset().await()

    /** See [AsyncConsumerHandle.reset]. */
    suspend fun reset(sequence: Long): ConsumerInfo = async.reset(sequence).await()

    /** See [AsyncConsumerHandle.unpin]. */
    suspend fun unpin(group: String) {
        async.unpin(group).await()
    }

    /** See [AsyncConsumerHandle.stepDown]. */
    suspend fun stepDown() {
        async.stepDown().await()
    }

    /** See [AsyncConsumerHandle.delete]. */
    suspend fun delete() {
        async.delete().await()
    }

    /** The same, blocking. */
    val blocking: ConsumerHandle get() = async.blocking()
}
