// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.Connection
import io.natskit.client.service.Services
import io.natskit.jetstream.AtomicBatch
import io.natskit.jetstream.ConsumerHandle
import io.natskit.jetstream.Counters
import io.natskit.jetstream.IngestPublisher
import io.natskit.jetstream.JetStream
import io.natskit.jetstream.PushHandle
import io.natskit.jetstream.Schedules
import io.natskit.jetstream.StreamHandle
import io.natskit.jetstream.group.ConsumerGroup
import io.natskit.kv.Bucket
import io.natskit.kv.KeyValue
import io.natskit.kv.lease.Lease
import io.natskit.kv.lease.Leases
import io.natskit.objectstore.ObjectStore
import io.natskit.objectstore.ObjectStores
import java.lang.reflect.Modifier
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Compares the shapes of Kotlin with the blocking API, by the names of their methods (arguments have defaults here, overloads there). Whatever one has, the other has, or the reason stands here. */
class KotlinParityTest {
    private val pairs = mapOf(
        Connection::class.java to CoroutineConnection::class.java,
        Services::class.java to CoroutineServices::class.java,
        JetStream::class.java to CoroutineJetStream::class.java,
        StreamHandle::class.java to CoroutineStream::class.java,
        ConsumerHandle::class.java to CoroutineConsumer::class.java,
        AtomicBatch::class.java to CoroutineAtomicBatch::class.java,
        IngestPublisher::class.java to CoroutineIngestPublisher::class.java,
        Counters::class.java to CoroutineCounters::class.java,
        Schedules::class.java to CoroutineSchedules::class.java,
        KeyValue::class.java to CoroutineKeyValue::class.java,
        Bucket::class.java to CoroutineBucket::class.java,
        ObjectStores::class.java to CoroutineObjectStores::class.java,
        ObjectStore::class.java to CoroutineObjectStore::class.java,
        Leases::class.java to CoroutineLeases::class.java,
        Lease::class.java to CoroutineLease::class.java,
        PushHandle::class.java to CoroutinePush::class.java,
        ConsumerGroup::class.java to CoroutineGroup::class.java,
    )

    private val accessor = "never waits, so the blocking form serves everybody: blocking"
    private val view = "leads from one shape to another"

    private val blockingAlone = mapOf(
        "Connection.newInbox" to accessor,
        "Connection.state" to accessor,
        "Connection.serverInfo" to accessor,
        "Connection.serverPool" to accessor,
        "Connection.statistics" to accessor,
        "Connection.onEvent" to accessor,
        "Connection.closed" to accessor,
        "Connection.options" to accessor,
        "Connection.flushBuffer" to accessor,
        "Connection.async" to view,
        "Connection.flow" to view,
        "Connection.subscribeBatches" to "chunked() of a flow gathers batches",
        "Services.proxy" to "the methods of the interface choose the shape by what they return",
        "Services.connection" to accessor,
        "Services.options" to accessor,
        "Services.async" to view,
        "Services.flow" to view,
        "JetStream.async" to view,
        "JetStream.flow" to view,
        "JetStream.connection" to accessor,
        "JetStream.options" to accessor,
        "StreamHandle.async" to view,
        "ConsumerHandle.consume" to "messages() is a flow, and process() handles it",
        "ConsumerHandle.async" to view,
        "AtomicBatch.close" to "a batch that does not wait is discarded by discard()",
        "IngestPublisher.close" to "a publisher that does not wait is discarded by discard()",
        "KeyValue.async" to view,
        "KeyValue.jetStream" to accessor,
        "KeyValue.flow" to view,
        "ObjectStores.async" to view,
        "ObjectStores.flow" to view,
        "ObjectStores.jetStream" to accessor,
        "ObjectStore.async" to view,
        "ObjectStore.flow" to view,
        "ObjectStore.open" to "a reader is an InputStream or a channel, which wait; read() gives the chunks",
        "Leases.async" to view,
        "Leases.flow" to view,
        "Leases.stand" to "lead() is the candidacy: collected, it stands",
        "Lease.renewAsync" to "renew() does not wait here",
        "Lease.close" to "release() is what does not wait",
        "ConsumerGroup.join" to "messages() is a flow, and process() handles it",
        "ConsumerGroup.async" to view,
        "PushHandle.consume" to "messages() is a flow, and process() handles it",
        "PushHandle.asyncMessages" to "messages() does not wait here",
        "Bucket.async" to view,
        "Bucket.flow" to view,
    )

    private val kotlinAlone = mapOf(
        "Connection.blocking" to view,
        "Connection.writable" to "the blocking form waits in publish itself",
        "Connection.publishAll" to "a flow as the source",
        "Services.blocking" to view,
        "Services.answers" to "the answers of gather as they come",
        "JetStream.blocking" to view,
        "JetStream.writable" to "the blocking form waits in publish itself",
        "JetStream.unacknowledged" to "the window belongs to what does not wait",
        "JetStream.publishAll" to "a flow as the source",
        "StreamHandle.blocking" to view,
        "ConsumerHandle.blocking" to view,
        "AtomicBatch.discard" to "a blocking batch is discarded by close()",
        "IngestPublisher.discard" to "a blocking publisher is discarded by close()",
        "KeyValue.blocking" to view,
        "Bucket.blocking" to view,
        "ObjectStores.blocking" to view,
        "ObjectStore.blocking" to view,
        "ObjectStore.read" to "the chunks as they come",
        "Leases.blocking" to view,
        "Leases.lead" to "the collector is told when it leads",
        "Lease.blocking" to view,
        "ConsumerGroup.blocking" to view,
        "PushHandle.blocking" to view,
    )

    @Test
    fun what_one_has_the_other_has_and_no_excuse_is_out_of_date() {
        val missing = pairs.flatMap { (java, kotlin) -> (names(java) - names(kotlin)).map { "${java.simpleName}.$it" } }
        assertThat(missing).containsExactlyInAnyOrderElementsOf(blockingAlone.keys)
        val extra = pairs.flatMap { (java, kotlin) -> (names(kotlin) - names(java)).map { "${java.simpleName}.$it" } }
        assertThat(extra).containsExactlyInAnyOrderElementsOf(kotlinAlone.keys)
    }

    private fun names(type: Class<*>): Set<String> = type.methods
        .filter { it.declaringClass == type && !Modifier.isStatic(it.modifiers) && !it.isSynthetic && '$' !in it.name }
        .map { if (it.name.startsWith("get") && it.name.length > 3) it.name.substring(3).replaceFirstChar(Char::lowercase) else it.name }
        .map { it.substringBefore('-') }
        .toSet()
}
