// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.jetstream.AsyncStreamHandle
import io.natskit.jetstream.ConsumeSpec
import io.natskit.jetstream.JetStreamMessage
import io.natskit.jetstream.PushHandle
import io.natskit.reactive.ReactiveJetStream
import io.natskit.wire.jetstream.ConsumerInfo
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow

/** A push consumer in suspending functions and cold flows; each means what its namesake in [PushHandle] says. */
class CoroutinePush internal constructor(
    private val handle: PushHandle,
    private val async: AsyncStreamHandle,
    private val js: ReactiveJetStream,
) {
    /** See [PushHandle.stream]. */
    val stream: String get() = handle.stream()

    /** See [PushHandle.name]. */
    val name: String get() = handle.name()

    /** See [PushHandle.info]. */
    suspend fun info(): ConsumerInfo = async.consumer(handle.name()).info().await()

    /** See [io.natskit.jetstream.FlowJetStream.push]: what is not collected waits in the client, within the server's flow control; ending the collection ends the subscription. */
    fun messages(spec: ConsumeSpec.() -> Unit = {}): Flow<JetStreamMessage> = js.push(handle) { it.spec() }.asFlow()

    /** See [PushHandle.delete]. */
    suspend fun delete() {
        async.deleteConsumer(handle.name()).await()
    }

    /** The same, blocking. */
    val blocking: PushHandle get() = handle
}
