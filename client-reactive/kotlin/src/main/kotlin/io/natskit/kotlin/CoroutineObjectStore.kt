// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.objectstore.AsyncObjectStore
import io.natskit.objectstore.AsyncObjectStores
import io.natskit.objectstore.GetSpec
import io.natskit.objectstore.MetaSpec
import io.natskit.objectstore.ObjectInfo
import io.natskit.objectstore.ObjectStore
import io.natskit.objectstore.ObjectStores
import io.natskit.objectstore.ObjectWatchSpec
import io.natskit.objectstore.PutSpec
import io.natskit.objectstore.StoreConfig
import io.natskit.objectstore.StoreStatus
import io.natskit.objectstore.Upload
import io.natskit.reactive.ReactiveObjectStore
import io.natskit.reactive.ReactiveObjectStores
import java.io.InputStream
import java.nio.ByteBuffer
import java.nio.file.Path
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher

/** This in suspending functions and cold flows. */
fun ObjectStores.coroutines(): CoroutineObjectStores = CoroutineObjectStores(async())

/** This in suspending functions and cold flows. */
fun ObjectStore.coroutines(): CoroutineObjectStore = CoroutineObjectStore(async())

/** The object stores of this JetStream. */
val CoroutineJetStream.objectStores: CoroutineObjectStores get() = ObjectStores.on(blocking).coroutines()

/** Object stores in suspending functions and cold flows; each means what its namesake in [AsyncObjectStores] says. */
class CoroutineObjectStores internal constructor(private val async: AsyncObjectStores) {
    /** See [AsyncObjectStores.createStore]. */
    suspend fun createStore(config: StoreConfig): CoroutineObjectStore = CoroutineObjectStore(async.createStore(config).await())

    /** See [AsyncObjectStores.updateStore]. */
    suspend fun updateStore(config: StoreConfig): CoroutineObjectStore = CoroutineObjectStore(async.updateStore(config).await())

    /** See [AsyncObjectStores.ensureStore]. */
    suspend fun ensureStore(config: StoreConfig): CoroutineObjectStore = CoroutineObjectStore(async.ensureStore(config).await())

    /** See [AsyncObjectStores.store]. */
    fun store(name: String): CoroutineObjectStore = CoroutineObjectStore(async.store(name))

    /** See [AsyncObjectStores.findStore]. */
    suspend fun findStore(name: String): CoroutineObjectStore? = async.findStore(name).await().orElse(null)?.let { CoroutineObjectStore(it) }

    /** See [AsyncObjectStores.deleteStore]. */
    suspend fun deleteStore(name: String) {
        async.deleteStore(name).await()
    }

    /** See [AsyncObjectStores.storeNames]; page by page as they are asked for. */
    fun storeNames(): Flow<String> = ReactiveObjectStores.of(async.blocking()).storeNames().asFlow()

    /** See [AsyncObjectStores.stores]; page by page as they are asked for. */
    fun stores(): Flow<StoreStatus> = ReactiveObjectStores.of(async.blocking()).stores().asFlow()

    /** The same, blocking. */
    val blocking: ObjectStores get() = async.blocking()
}

/** An object store in suspending functions and cold flows; each means what its namesake in [AsyncObjectStore] says. */
class CoroutineObjectStore internal constructor(private val async: AsyncObjectStore) {
    private val reactive: ReactiveObjectStore get() = ReactiveObjectStore.of(async.blocking())

    /** See [AsyncObjectStore.name]. */
    val name: String get() = async.name()

    /** See [AsyncObjectStore.put]. */
    suspend fun put(name: String, content: InputStream, spec: PutSpec.() -> Unit = {}): ObjectInfo = async.put(name, content) { it.spec() }.await()

    /** See [AsyncObjectStore.put]. */
    suspend fun put(name: String, file: Path, spec: PutSpec.() -> Unit = {}): ObjectInfo = async.put(name, file) { it.spec() }.await()

    /** See [AsyncObjectStore.put]. */
    suspend fun put(name: String, content: ByteArray): ObjectInfo = async.put(name, content).await()

    /** See [io.natskit.objectstore.FlowObjectStore.put]: buffers are collected as the server takes them; a flow that fails leaves nothing behind. */
    suspend fun put(name: String, content: Flow<ByteBuffer>, spec: PutSpec.() -> Unit = {}): ObjectInfo = reactive.put(name, content.asPublisher()) { it.spec() }.await()

    /** See [AsyncObjectStore.begin]. */
    suspend fun begin(name: String, spec: PutSpec.() -> Unit = {}): Upload = async.begin(name) { it.spec() }.await()

    /** See [AsyncObjectStore.resume]. */
    suspend fun resume(token: String): Upload = async.resume(token).await()

    /** See [AsyncObjectStore.bytes]. */
    suspend fun bytes(name: String, maxBytes: Long): ByteArray = async.bytes(name, maxBytes).await()

    /** See [AsyncObjectStore.range]. */
    suspend fun range(name: String, offset: Long, length: Int): ByteArray = async.range(name, offset, length).await()

    /** The chunks of an object; see [io.natskit.objectstore.FlowObjectStore.read]. */
    fun read(name: String): Flow<ByteBuffer> = reactive.read(name).asFlow()

    /** See [AsyncObjectStore.copyTo]. */
    suspend fun copyTo(name: String, file: Path, spec: GetSpec.() -> Unit = {}): ObjectInfo = async.copyTo(name, file) { it.spec() }.await()

    /** See [AsyncObjectStore.info]. */
    suspend fun info(name: String): ObjectInfo? = async.info(name).await().orElse(null)

    /** See [AsyncObjectStore.update]. */
    suspend fun update(name: String, spec: MetaSpec.() -> Unit): ObjectInfo = async.update(name) { it.spec() }.await()

    /** See [AsyncObjectStore.rename]. */
    suspend fun rename(name: String, to: String): ObjectInfo = async.rename(name, to).await()

    /** See [AsyncObjectStore.link]. */
    suspend fun link(name: String, to: ObjectInfo): ObjectInfo = async.link(name, to).await()

    /** See [AsyncObjectStore.linkStore]. */
    suspend fun linkStore(name: String, store: String): ObjectInfo = async.linkStore(name, store).await()

    /** See [AsyncObjectStore.delete]. */
    suspend fun delete(name: String) {
        async.delete(name).await()
    }

    /** See [AsyncObjectStore.seal]. */
    suspend fun seal() {
        async.seal().await()
    }

    /** See [io.natskit.objectstore.FlowObjectStore.list]. */
    fun list(): Flow<ObjectInfo> = reactive.list().asFlow()

    /** See [io.natskit.objectstore.FlowObjectStore.watch]. */
    fun watch(spec: ObjectWatchSpec.() -> Unit = {}): Flow<ObjectInfo> = reactive.watch { it.spec() }.asFlow()

    /** See [AsyncObjectStore.status]. */
    suspend fun status(): StoreStatus = async.status().await()

    /** The same store, blocking. */
    val blocking: ObjectStore get() = async.blocking()
}
