// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.client.service.Services
import io.natskit.kotlin.CoroutineConnection
import io.natskit.kotlin.coroutines
import io.natskit.kotlin.suspendHandler
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toSet

/** Services with discovery and load balancing instead of a mesh, in Kotlin: two instances are found by their name and share the calls, which suspending functions answer. */
object ServiceMesh {
    /** Runs it; the first argument is the URL of a server, or a server is started. */
    @JvmStatic
    fun main(args: Array<String>): Unit = run(args, ::serviceMesh)
}

internal suspend fun serviceMesh(nats: CoroutineConnection) {
    val services = Services.on(nats.blocking).coroutines()
    val served = ConcurrentHashMap<String, Int>()
    coroutineScope {
        val scope = this
        val instances = listOf("a", "b").map { name ->
            services.start("prices", "1.0.0") {
                endpoint("price") {
                    it.suspendHandler(scope) { request ->
                        delay(1)
                        served.merge(name, 1, Int::plus)
                        "${request.text().length}.50".toByteArray()
                    }
                }
            }
        }
        check("instances that are found", 2, services.ping { instancesMax(2) }.map { it.id() }.toSet().size)
        val answers = List(200) { async { services.call("price", "green".toByteArray()).text() } }.awaitAll()
        check("answers", setOf("5.50"), answers.toSet())
        check("instances that served", setOf("a", "b"), served.keys.toSet())
        check("calls served", 200, served.values.sum())
        instances.forEach { it.close() }
    }
}
