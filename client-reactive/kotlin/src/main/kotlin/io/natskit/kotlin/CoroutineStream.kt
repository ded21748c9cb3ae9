// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.jetstream.AsyncStreamHandle
import io.natskit.jetstream.BackupResult
import io.natskit.jetstream.BackupSpec
import io.natskit.jetstream.EnsureSpec
import io.natskit.jetstream.Ensured
import io.natskit.jetstream.InfoSpec
import io.natskit.jetstream.JetStreamMessage
import io.natskit.jetstream.OrderedSpec
import io.natskit.jetstream.PurgeSpec
import io.natskit.jetstream.ReadSpec
import io.natskit.jetstream.StoredMessage
import io.natskit.jetstream.StreamHandle
import io.natskit.jetstream.group.GroupKind
import io.natskit.reactive.ReactiveJetStream
import io.natskit.wire.jetstream.ConsumerConfig
import io.natskit.wire.jetstream.ConsumerInfo
import io.natskit.wire.jetstream.StreamConfig
import io.natskit.wire.jetstream.StreamInfo
import java.nio.channels.WritableByteChannel
import java.nio.file.Path
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.runInterruptible

/** What [AsyncStreamHandle] does, in suspending functions and cold flows; each means what its namesake there says. */
class CoroutineStream internal constructor(private val async: AsyncStreamHandle, private val js: ReactiveJetStream) {
    /** See [AsyncStreamHandle.name]. */
    val name: String get() = async.name()

    /** See [AsyncStreamHandle.info]. */
    suspend fun info(): StreamInfo = async.info().await()

    /** See [AsyncStreamHandle.info]. */
    suspend fun info(spec: InfoSpec.() -> Unit): StreamInfo = async.info { it.spec() }.await()

    /** See [AsyncStreamHandle.update]. */
    suspend fun update(config: StreamConfig): CoroutineStream = CoroutineStream(async.update(config).await(), js)

    /** See [AsyncStreamHandle.seal]. */
    suspend fun seal() {
        async.seal().await()
    }

    /** See [AsyncStreamHandle.delete]. */
    suspend fun delete() {
        async.delete().await()
    }

    /** See [AsyncStreamHandle.purge]. */
    suspend fun purge(spec: PurgeSpec.() -> Unit = {}): Long = async.purge { it.spec() }.await()

    /** See [AsyncStreamHandle.message]. */
    suspend fun message(sequence: Long): StoredMessage? = async.message(sequence).await().orElse(null)

    /** See [AsyncStreamHandle.last]. */
    suspend fun last(subject: String): StoredMessage? = async.last(subject).await().orElse(null)

    /** See [AsyncStreamHandle.next]. */
    suspend fun next(from: Long, subject: String): StoredMessage? = async.next(from, subject).await().orElse(null)

    /** See [AsyncStreamHandle.direct]. */
    fun direct(): CoroutineStream = CoroutineStream(async.direct(), js)

    /** See [AsyncStreamHandle.read]. */
    fun read(spec: ReadSpec.() -> Unit = {}): Flow<StoredMessage> = js.read(async.blocking()) { it.spec() }.asFlow()

    /** See [AsyncStreamHandle.delete]. */
    suspend fun delete(sequence: Long, erase: Boolean): Boolean = async.delete(sequence, erase).await()

    /** See [AsyncStreamHandle.createConsumer]. */
    suspend fun createConsumer(config: ConsumerConfig): CoroutineConsumer = CoroutineConsumer(async.createConsumer(config).await(), js)

    /** See [AsyncStreamHandle.updateConsumer]. */
    suspend fun updateConsumer(config: ConsumerConfig): CoroutineConsumer = CoroutineConsumer(async.updateConsumer(config).await(), js)

    /** See [AsyncStreamHandle.ensureConsumer]. */
    suspend fun ensureConsumer(config: ConsumerConfig): CoroutineConsumer = CoroutineConsumer(async.ensureConsumer(config).await(), js)

    /** See [AsyncStreamHandle.ensureConsumer]. */
    suspend fun ensureConsumer(config: ConsumerConfig, spec: EnsureSpec.() -> Unit): Ensured = async.ensureConsumer(config) { it.spec() }.await()

    /** See [AsyncStreamHandle.consumer]. */
    fun consumer(name: String): CoroutineConsumer = CoroutineConsumer(async.consumer(name), js)

    /** See [AsyncStreamHandle.findConsumer]. */
    suspend fun findConsumer(name: String): CoroutineConsumer? = async.findConsumer(name).await().orElse(null)?.let { CoroutineConsumer(it, js) }

    /** See [AsyncStreamHandle.ordered]. */
    fun ordered(spec: OrderedSpec.() -> Unit = {}): Flow<JetStreamMessage> = js.ordered(async.blocking()) { it.spec() }.asFlow()

    /** See [io.natskit.jetstream.FlowJetStream.orderedPush]. */
    fun orderedPush(spec: OrderedSpec.() -> Unit = {}): Flow<JetStreamMessage> = js.orderedPush(async.blocking()) { it.spec() }.asFlow()

    /** See [AsyncStreamHandle.push]. */
    suspend fun push(config: ConsumerConfig): CoroutinePush = CoroutinePush(async.push(config).await(), async, js)

    /** See [StreamHandle.backup]; on [Dispatchers.IO], where cancelling interrupts it. */
    suspend fun backup(folder: Path): BackupResult = runInterruptible(Dispatchers.IO) { async.blocking().backup(folder) }

    /** See [StreamHandle.backup]; on [Dispatchers.IO], where cancelling interrupts it. */
    suspend fun backup(channel: WritableByteChannel, spec: BackupSpec.() -> Unit = {}): BackupResult =
        runInterruptible(Dispatchers.IO) { async.blocking().backup(channel) { it.spec() } }

    /** See [AsyncStreamHandle.staticGroup]. */
    fun staticGroup(name: String): CoroutineGroup = CoroutineGroup(async.staticGroup(name), js)

    /** See [AsyncStreamHandle.elasticGroup]. */
    fun elasticGroup(name: String): CoroutineGroup = CoroutineGroup(async.elasticGroup(name), js)

    /** See [AsyncStreamHandle.groupNames]. */
    fun groupNames(kind: GroupKind): Flow<String> = flow { emitAll(async.groupNames(kind).all().await().asFlow()) }

    /** See [AsyncStreamHandle.deleteConsumer]. */
    suspend fun deleteConsumer(name: String) {
        async.deleteConsumer(name).await()
    }

    /** See [AsyncStreamHandle.consumers]. */
    fun consumers(): Flow<ConsumerInfo> = js.consumers(async.blocking()).asFlow()

    /** See [AsyncStreamHandle.consumerNames]. */
    fun consumerNames(): Flow<String> = js.consumerNames(async.blocking()).asFlow()

    /** See [AsyncStreamHandle.stepDown]. */
    suspend fun stepDown() {
        async.stepDown().await()
    }

    /** The same, blocking. */
    val blocking: StreamHandle get() = async.blocking()
}
