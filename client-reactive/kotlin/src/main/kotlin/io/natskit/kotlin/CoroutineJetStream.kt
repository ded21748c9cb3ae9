// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.OutgoingMessage
import io.natskit.jetstream.Advisory
import io.natskit.jetstream.AsyncJetStream
import io.natskit.jetstream.BatchSpec
import io.natskit.jetstream.EnsureSpec
import io.natskit.jetstream.Ensured
import io.natskit.jetstream.IngestSpec
import io.natskit.jetstream.JetStream
import io.natskit.jetstream.PublishSpec
import io.natskit.reactive.ReactiveJetStream
import io.natskit.wire.jetstream.AccountInfo
import io.natskit.wire.jetstream.PubAck
import io.natskit.wire.jetstream.StreamConfig
import io.natskit.wire.jetstream.StreamInfo
import java.nio.channels.ReadableByteChannel
import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.runInterruptible

/** This in suspending functions and cold flows. */
fun JetStream.coroutines(): CoroutineJetStream = CoroutineJetStream(async())

/** JetStream in suspending functions and cold flows; each means what its namesake in [AsyncJetStream] says. */
class CoroutineJetStream internal constructor(internal val async: AsyncJetStream) {
    private val reactive get() = ReactiveJetStream.of(async.blocking())

    /** See [AsyncJetStream.publish]. */
    suspend fun publish(subject: String, payload: ByteArray): PubAck = async.publish(subject, payload).await()

    /** See [AsyncJetStream.publish]. */
    suspend fun publish(message: OutgoingMessage): PubAck = async.publish(message).await()

    /** See [AsyncJetStream.publish]. */
    suspend fun publish(message: OutgoingMessage, spec: PublishSpec.() -> Unit): PubAck = async.publish(message) { it.spec() }.await()

    /** See [AsyncJetStream.publishNoAck]. */
    suspend fun publishNoAck(message: OutgoingMessage, spec: PublishSpec.() -> Unit = {}) {
        async.publishNoAck(message) { it.spec() }.await()
    }

    /** See [AsyncJetStream.awaitAcks]. */
    suspend fun awaitAcks(timeout: Duration) {
        async.awaitAcks(timeout.toJavaDuration()).await()
    }

    /** See [AsyncJetStream.writable]. */
    suspend fun writable() {
        async.writable().await()
    }

    /** See [AsyncJetStream.unacknowledged]. */
    val unacknowledged: Int get() = async.unacknowledged()

    /** See [AsyncJetStream.atomicBatch]. */
    fun atomicBatch(spec: BatchSpec.() -> Unit = {}): CoroutineAtomicBatch = CoroutineAtomicBatch(async.atomicBatch { it.spec() })

    /** See [AsyncJetStream.ingest]. */
    suspend fun ingest(stream: String, spec: IngestSpec.() -> Unit = {}): CoroutineIngestPublisher = CoroutineIngestPublisher(async.ingest(stream) { it.spec() }.await())

    /** See [AsyncJetStream.schedules]. */
    fun schedules(stream: String): CoroutineSchedules = CoroutineSchedules(async.schedules(stream))

    /** See [AsyncJetStream.counters]. */
    fun counters(stream: String): CoroutineCounters = CoroutineCounters(async.counters(stream), stream, reactive)

    /** See [AsyncJetStream.createStream]. */
    suspend fun createStream(config: StreamConfig): CoroutineStream = CoroutineStream(async.createStream(config).await(), reactive)

    /** See [AsyncJetStream.ensureStream]. */
    suspend fun ensureStream(config: StreamConfig): CoroutineStream = CoroutineStream(async.ensureStream(config).await(), reactive)

    /** See [AsyncJetStream.ensureStream]. */
    suspend fun ensureStream(config: StreamConfig, spec: EnsureSpec.() -> Unit): Ensured = async.ensureStream(config) { it.spec() }.await()

    /** See [AsyncJetStream.stream]. */
    fun stream(name: String): CoroutineStream = CoroutineStream(async.stream(name), reactive)

    /** See [AsyncJetStream.findStream]. */
    suspend fun findStream(name: String): CoroutineStream? = async.findStream(name).await().orElse(null)?.let { CoroutineStream(it, reactive) }

    /** See [AsyncJetStream.streamNameOf]. */
    suspend fun streamNameOf(subject: String): String? = async.streamNameOf(subject).await().orElse(null)

    /** See [AsyncJetStream.deleteStream]. */
    suspend fun deleteStream(name: String) {
        async.deleteStream(name).await()
    }

    /** See [AsyncJetStream.streams]. */
    fun streams(): Flow<StreamInfo> = reactive.streams(">").asFlow()

    /** See [AsyncJetStream.streams]. */
    fun streams(filter: String): Flow<StreamInfo> = reactive.streams(filter).asFlow()

    /** See [AsyncJetStream.streamNames]. */
    fun streamNames(filter: String): Flow<String> = reactive.streamNames(filter).asFlow()

    /** See [JetStream.restore]; on [Dispatchers.IO], where cancelling interrupts it. */
    suspend fun restore(folder: Path): CoroutineStream =
        CoroutineStream(runInterruptible(Dispatchers.IO) { async.blocking().restore(folder) }.async(), reactive)

    /** See [JetStream.restore]; on [Dispatchers.IO], where cancelling interrupts it. */
    suspend fun restore(config: StreamConfig, channel: ReadableByteChannel): CoroutineStream =
        CoroutineStream(runInterruptible(Dispatchers.IO) { async.blocking().restore(config, channel) }.async(), reactive)

    /** See [AsyncJetStream.account]. */
    suspend fun account(): AccountInfo = async.account().await()

    /** Publishes all that [messages] gives, at most [window] of them unacknowledged; gives the acknowledgements in order. */
    fun publishAll(messages: Flow<OutgoingMessage>, window: Int = 256): Flow<PubAck> = flow {
        val processor = reactive.publisher(window)
        messages.asPublisher().subscribe(processor)
        emitAll(processor.asFlow())
    }

    /** Advisories and metrics as they come. */
    fun advisories(filter: String): Flow<Advisory> = reactive.advisories(filter).asFlow()

    /** The same, blocking. */
    val blocking: JetStream get() = async.blocking()
}
