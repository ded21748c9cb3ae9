// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.jetstream.JetStreamMessage
import io.natskit.jetstream.group.AsyncConsumerGroup
import io.natskit.jetstream.group.ConsumerGroup
import io.natskit.jetstream.group.GroupConfig
import io.natskit.jetstream.group.GroupKind
import io.natskit.jetstream.group.JoinSpec
import io.natskit.jetstream.group.Membership
import io.natskit.reactive.ReactiveJetStream
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow

/** What [AsyncConsumerGroup] does, in suspending functions and a cold flow; each means what its namesake there says. */
class CoroutineGroup internal constructor(private val async: AsyncConsumerGroup, private val js: ReactiveJetStream) {
    /** See [AsyncConsumerGroup.stream]. */
    val stream: String get() = async.stream()

    /** See [AsyncConsumerGroup.name]. */
    val name: String get() = async.name()

    /** See [AsyncConsumerGroup.kind]. */
    val kind: GroupKind get() = async.kind()

    /** See [AsyncConsumerGroup.create]. */
    suspend fun create(config: GroupConfig): CoroutineGroup {
        async.create(config).await()
        return this
    }

    /** See [AsyncConsumerGroup.config]. */
    suspend fun config(): GroupConfig? = async.config().await().orElse(null)

    /** See [AsyncConsumerGroup.delete]. */
    suspend fun delete() {
        async.delete().await()
    }

    /** See [AsyncConsumerGroup.addMembers]. */
    suspend fun addMembers(vararg members: String): Membership = async.addMembers(*members).await()

    /** See [AsyncConsumerGroup.dropMembers]. */
    suspend fun dropMembers(vararg members: String): Membership = async.dropMembers(*members).await()

    /** See [AsyncConsumerGroup.share]. */
    suspend fun share(membership: Membership) {
        async.share(membership).await()
    }

    /** See [AsyncConsumerGroup.activeMembers]. */
    suspend fun activeMembers(): List<String> = async.activeMembers().await()

    /** See [AsyncConsumerGroup.stepDown]. */
    suspend fun stepDown(member: String) {
        async.stepDown(member).await()
    }

    /** See [io.natskit.jetstream.FlowJetStream.join]: collecting joins, ending the collection leaves; one message is asked of the server when the one before has been handled. */
    fun messages(member: String, spec: JoinSpec.() -> Unit = {}): Flow<JetStreamMessage> =
        js.join(async.blocking(), member) { it.spec() }.asFlow().buffer(Channel.RENDEZVOUS)

    /** The same, blocking. */
    val blocking: ConsumerGroup get() = async.blocking()
}
