// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.kv.AsyncBucket
import io.natskit.kv.AsyncKeyValue
import io.natskit.kv.AtomicWrites
import io.natskit.kv.Bucket
import io.natskit.kv.BucketConfig
import io.natskit.kv.BucketStatus
import io.natskit.kv.CacheSpec
import io.natskit.kv.CachedBucket
import io.natskit.kv.Codec
import io.natskit.kv.CreateSpec
import io.natskit.kv.DeleteSpec
import io.natskit.kv.Entry
import io.natskit.kv.KeyCodec
import io.natskit.kv.KeyValue
import io.natskit.kv.Snapshot
import io.natskit.kv.WatchEvent
import io.natskit.kv.WatchSpec
import io.natskit.reactive.ReactiveBucket
import io.natskit.reactive.ReactiveKeyValue
import java.util.Optional
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow

/** This in suspending functions and cold flows. */
fun KeyValue.coroutines(): CoroutineKeyValue = CoroutineKeyValue(async())

/** This in suspending functions and cold flows. */
fun <K : Any, V : Any> Bucket<K, V>.coroutines(): CoroutineBucket<K, V> = CoroutineBucket(async())

/** The key-value buckets of this JetStream. */
val CoroutineJetStream.keyValue: CoroutineKeyValue get() = KeyValue.on(blocking).coroutines()

/** Key-value buckets in suspending functions and cold flows; each means what its namesake in [AsyncKeyValue] says. */
class CoroutineKeyValue internal constructor(private val async: AsyncKeyValue) {
    /** See [AsyncKeyValue.createBucket]. */
    suspend fun createBucket(config: BucketConfig): CoroutineBucket<String, ByteArray> = CoroutineBucket(async.createBucket(config).await())

    /** See [AsyncKeyValue.updateBucket]. */
    suspend fun updateBucket(config: BucketConfig): CoroutineBucket<String, ByteArray> = CoroutineBucket(async.updateBucket(config).await())

    /** See [AsyncKeyValue.ensureBucket]. */
    suspend fun ensureBucket(config: BucketConfig): CoroutineBucket<String, ByteArray> = CoroutineBucket(async.ensureBucket(config).await())

    /** See [AsyncKeyValue.bucket]. */
    fun bucket(name: String): CoroutineBucket<String, ByteArray> = CoroutineBucket(async.bucket(name))

    /** See [AsyncKeyValue.findBucket]. */
    suspend fun findBucket(name: String): CoroutineBucket<String, ByteArray>? = async.findBucket(name).await().orElse(null)?.let { CoroutineBucket(it) }

    /** See [AsyncKeyValue.deleteBucket]. */
    suspend fun deleteBucket(name: String) {
        async.deleteBucket(name).await()
    }

    /** See [AsyncKeyValue.bucketNames]; page by page as they are asked for. */
    fun bucketNames(): Flow<String> = ReactiveKeyValue.of(async.blocking()).bucketNames().asFlow()

    /** See [AsyncKeyValue.buckets]; page by page as they are asked for. */
    fun buckets(): Flow<BucketStatus> = ReactiveKeyValue.of(async.blocking()).buckets().asFlow()

    /** The same, blocking. */
    val blocking: KeyValue get() = async.blocking()
}

/** A bucket in suspending functions and cold flows; each means what its namesake in [AsyncBucket] says. */
class CoroutineBucket<K : Any, V : Any> internal constructor(private val async: AsyncBucket<K, V>) {
    /** See [AsyncBucket.name]. */
    val name: String get() = async.name()

    /** See [AsyncBucket.with]. */
    fun <A : Any, B : Any> with(keys: KeyCodec<A>, values: Codec<B>): CoroutineBucket<A, B> = CoroutineBucket(async.with(keys, values))

    /** See [AsyncBucket.with]. */
    fun <B : Any> with(values: Codec<B>): CoroutineBucket<K, B> = CoroutineBucket(async.with(values))

    /** See [AsyncBucket.throughLeader]. */
    fun throughLeader(): CoroutineBucket<K, V> = CoroutineBucket(async.throughLeader())

    /** See [AsyncBucket.get]. */
    suspend fun get(key: K): Entry<K, V>? = async.get(key).await().orElse(null)

    /** See [AsyncBucket.get]. */
    suspend fun get(key: K, revision: Long): Entry<K, V>? = async.get(key, revision).await().orElse(null)

    /** See [AsyncBucket.put]. */
    suspend fun put(key: K, value: V): Long = async.put(key, value).await()

    /** See [AsyncBucket.create]. */
    suspend fun create(key: K, value: V, spec: CreateSpec.() -> Unit = {}): Long = async.create(key, value) { it.spec() }.await()

    /** See [AsyncBucket.update]. */
    suspend fun update(key: K, value: V, revision: Long): Long = async.update(key, value, revision).await()

    /** See [AsyncBucket.compute]. */
    suspend fun compute(key: K, change: (V?) -> V?): Entry<K, V> = async.compute(key) { old -> Optional.ofNullable(change(old.orElse(null))) }.await()

    /** See [AsyncBucket.delete]. */
    suspend fun delete(key: K, spec: DeleteSpec.() -> Unit = {}): Long = async.delete(key) { it.spec() }.await()

    /** See [AsyncBucket.purge]. */
    suspend fun purge(key: K, spec: DeleteSpec.() -> Unit = {}): Long = async.purge(key) { it.spec() }.await()

    /** See [AsyncBucket.purgeDeletes]. */
    suspend fun purgeDeletes(): Long = async.purgeDeletes().await()

    /** See [AsyncBucket.purgeDeletes]. */
    suspend fun purgeDeletes(olderThan: Duration): Long = async.purgeDeletes(olderThan.toJavaDuration()).await()

    /** See [AsyncBucket.atomic]. */
    suspend fun atomic(writes: AtomicWrites<K, V>.() -> Unit): List<Long> = async.atomic { it.writes() }.await()

    /** See [AsyncBucket.snapshot]. */
    suspend fun snapshot(filters: Collection<String>): Snapshot<K, V> = async.snapshot(filters).await()

    /** See [AsyncBucket.cached]. */
    suspend fun cached(spec: CacheSpec.() -> Unit = {}): CachedBucket<K, V> = async.cached { it.spec() }.await()

    /** See [AsyncBucket.status]. */
    suspend fun status(): BucketStatus = async.status().await()

    /** See [io.natskit.kv.FlowBucket.keys]. */
    fun keys(vararg filters: String): Flow<K> = ReactiveBucket.of(async.blocking()).keys(*filters).asFlow()

    /** See [io.natskit.kv.FlowBucket.history]. */
    fun history(key: K): Flow<Entry<K, V>> = ReactiveBucket.of(async.blocking()).history(key).asFlow()

    /** See [io.natskit.kv.FlowBucket.watch]: first what is there, then [WatchEvent.Current], then what happens. */
    fun watch(spec: WatchSpec.() -> Unit = {}): Flow<WatchEvent<K, V>> = ReactiveBucket.of(async.blocking()).watch { it.spec() }.asFlow()

    /** The same bucket, blocking. */
    val blocking: Bucket<K, V> get() = async.blocking()
}
