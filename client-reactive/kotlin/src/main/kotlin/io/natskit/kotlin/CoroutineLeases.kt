// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.kv.lease.AsyncLeases
import io.natskit.kv.lease.Lease
import io.natskit.kv.lease.Leases
import io.natskit.reactive.ReactiveLeases
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.withContext

/** This in suspending functions and cold flows. */
fun Leases.coroutines(): CoroutineLeases = CoroutineLeases(async())

/** Leases in suspending functions and cold flows; each means what its namesake in [AsyncLeases] says. A lease that comes too late for who was cancelled is given back. */
class CoroutineLeases internal constructor(private val async: AsyncLeases) {
    /** See [AsyncLeases.tryAcquire]. */
    suspend fun tryAcquire(name: String, ttl: Duration, holder: String = "", renewed: Boolean = true): CoroutineLease? =
        lent(async.tryAcquire(name, ttl.toJavaDuration(), holder, renewed)) { taken -> taken.ifPresent { it.release() } }
            .orElse(null)?.let { CoroutineLease(it) }

    /** See [AsyncLeases.acquire]. */
    suspend fun acquire(name: String, ttl: Duration, wait: Duration): CoroutineLease =
        CoroutineLease(lent(async.acquire(name, ttl.toJavaDuration(), wait.toJavaDuration())) { it.release() })

    private suspend fun <T : Any> lent(future: CompletableFuture<T>, giveBack: (T) -> Unit): T =
        try {
            future.await()
        } catch (e: CancellationException) {
            future.thenAccept(giveBack)
            throw e
        }

    /** See [AsyncLeases.holder]. */
    suspend fun holder(name: String): String? = async.holder(name).await().orElse(null)

    /** See [io.natskit.kv.lease.FlowLeases.lead]: gives the lease whenever the candidate leads; ending the collection stands no more. */
    fun lead(name: String, ttl: Duration, candidate: String): Flow<CoroutineLease> =
        ReactiveLeases.of(async.blocking()).lead(name, ttl.toJavaDuration(), candidate).asFlow().map { CoroutineLease(it) }

    /** The same, blocking. */
    val blocking: Leases get() = async.blocking()
}

/** A lease in suspending functions; each means what its namesake in [Lease] says. */
class CoroutineLease internal constructor(private val lease: Lease) {
    /** See [Lease.name]. */
    val name: String get() = lease.name()

    /** See [Lease.token]. */
    val token: Long get() = lease.token()

    /** See [Lease.isHeld]. */
    val isHeld: Boolean get() = lease.isHeld

    /** See [Lease.left]. */
    val left: Duration get() = lease.left().toKotlinDuration()

    /** See [Lease.renewAsync]. */
    suspend fun renew(): Boolean = lease.renewAsync().await()

    /** Returns when it is not held any more; see [Lease.lost]. */
    suspend fun lost() {
        lease.lost().await()
    }

    /** See [Lease.release]; also for who is being cancelled. */
    suspend fun release() {
        withContext(NonCancellable) { lease.release().await() }
    }

    /** The same, blocking. */
    val blocking: Lease get() = lease
}

/** Runs [block] with the lease and gives it back, however that ends. */
suspend inline fun <T> CoroutineLease.use(block: (CoroutineLease) -> T): T =
    try {
        block(this)
    } finally {
        release()
    }
