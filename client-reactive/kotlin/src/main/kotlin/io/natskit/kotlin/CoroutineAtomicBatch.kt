// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.OutgoingMessage
import io.natskit.jetstream.AsyncAtomicBatch
import io.natskit.jetstream.PublishSpec
import io.natskit.wire.jetstream.PubAck
import kotlinx.coroutines.future.await

/** What [AsyncAtomicBatch] does, in suspending functions and cold flows; each means what its namesake there says. */
class CoroutineAtomicBatch internal constructor(private val async: AsyncAtomicBatch) {
    /** See [AsyncAtomicBatch.id]. */
    val id: String get() = async.id()

    /** See [AsyncAtomicBatch.size]. */
    val size: Int get() = async.size()

    /** See [AsyncAtomicBatch.add]. */
    suspend fun add(message: OutgoingMessage) {
        async.add(message).await()
    }

    /** See [AsyncAtomicBatch.add]. */
    suspend fun add(message: OutgoingMessage, spec: PublishSpec.() -> Unit) {
        async.add(message) { it.spec() }.await()
    }

    /** See [AsyncAtomicBatch.commit]. */
    suspend fun commit(): PubAck = async.commit().await()

    /** See [AsyncAtomicBatch.commit]. */
    suspend fun commit(last: OutgoingMessage): PubAck = async.commit(last).await()

    /** See [AsyncAtomicBatch.commit]. */
    suspend fun commit(last: OutgoingMessage, spec: PublishSpec.() -> Unit): PubAck = async.commit(last) { it.spec() }.await()

    /** See [AsyncAtomicBatch.discard]. */
    fun discard() = async.discard()
}
