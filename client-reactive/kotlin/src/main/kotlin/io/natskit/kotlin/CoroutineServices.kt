// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.Message
import io.natskit.client.OutgoingMessage
import io.natskit.client.service.Answer
import io.natskit.client.service.AsyncServices
import io.natskit.client.service.CallSpec
import io.natskit.client.service.DiscoverySpec
import io.natskit.client.service.GatherSpec
import io.natskit.client.service.Gathered
import io.natskit.client.service.Service
import io.natskit.client.service.ServiceInfo
import io.natskit.client.service.ServicePing
import io.natskit.client.service.ServiceSpec
import io.natskit.client.service.ServiceStats
import io.natskit.client.service.Services
import io.natskit.reactive.ReactiveServices
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow

/** This in suspending functions and cold flows. */
fun Services.coroutines(): CoroutineServices = CoroutineServices(async())

/** Services in suspending functions and cold flows; each means what its namesake in [AsyncServices] says. */
class CoroutineServices internal constructor(internal val async: AsyncServices) {
    /** See [AsyncServices.start]. */
    suspend fun start(name: String, version: String, spec: ServiceSpec.() -> Unit = {}): Service = async.start(name, version) { it.spec() }.await()

    /** See [AsyncServices.ping]. */
    fun ping(spec: DiscoverySpec.() -> Unit = {}): Flow<ServicePing> = ReactiveServices.of(async.blocking()).ping { it.spec() }.asFlow()

    /** See [AsyncServices.info]. */
    fun info(spec: DiscoverySpec.() -> Unit = {}): Flow<ServiceInfo> = ReactiveServices.of(async.blocking()).info { it.spec() }.asFlow()

    /** See [AsyncServices.stats]. */
    fun stats(spec: DiscoverySpec.() -> Unit = {}): Flow<ServiceStats> = ReactiveServices.of(async.blocking()).stats { it.spec() }.asFlow()

    /** See [AsyncServices.call]. */
    suspend fun call(subject: String, payload: ByteArray): Message = async.call(subject, payload).await()

    /** See [AsyncServices.call]. */
    suspend fun call(request: OutgoingMessage, spec: CallSpec.() -> Unit = {}): Message = async.call(request) { it.spec() }.await()

    /** See [AsyncServices.gather]. */
    suspend fun gather(request: OutgoingMessage, spec: GatherSpec.() -> Unit = {}): Gathered = async.gather(request) { it.spec() }.await()

    /** The answers of all who listen, as they come. */
    fun answers(request: OutgoingMessage, spec: GatherSpec.() -> Unit = {}): Flow<Answer> =
        ReactiveServices.of(async.blocking()).gather(request) { it.spec() }.asFlow()

    /** The same, blocking. */
    val blocking: Services get() = async.blocking()
}
