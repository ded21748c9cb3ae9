// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.OutgoingMessage
import io.natskit.jetstream.AsyncIngestPublisher
import io.natskit.jetstream.PublishSpec
import io.natskit.wire.jetstream.PubAck
import kotlinx.coroutines.future.await

/** What [AsyncIngestPublisher] does, in suspending functions and cold flows; each means what its namesake there says. */
class CoroutineIngestPublisher internal constructor(private val async: AsyncIngestPublisher) {
    /** See [AsyncIngestPublisher.add]. */
    suspend fun add(message: OutgoingMessage): Long = async.add(message).await()

    /** See [AsyncIngestPublisher.add]. */
    suspend fun add(message: OutgoingMessage, spec: PublishSpec.() -> Unit): Long = async.add(message) { it.spec() }.await()

    /** See [AsyncIngestPublisher.add]. */
    suspend fun add(subject: String, payload: ByteArray): Long = async.add(subject, payload).await()

    /** See [AsyncIngestPublisher.acknowledged]. */
    val acknowledged: Long get() = async.acknowledged()

    /** See [AsyncIngestPublisher.commit]. */
    suspend fun commit(): PubAck = async.commit().await()

    /** See [AsyncIngestPublisher.commit]. */
    suspend fun commit(last: OutgoingMessage): PubAck = async.commit(last).await()

    /** See [AsyncIngestPublisher.discard]. */
    fun discard() = async.discard()
}
