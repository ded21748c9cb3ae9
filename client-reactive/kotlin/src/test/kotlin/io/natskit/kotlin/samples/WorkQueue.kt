// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.kotlin.CoroutineConnection
import io.natskit.kotlin.consumerConfig
import io.natskit.kotlin.jetStream
import io.natskit.kotlin.message
import io.natskit.kotlin.process
import io.natskit.kotlin.streamConfig
import io.natskit.wire.jetstream.RetentionPolicy
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch

/** A work queue instead of a broker, in Kotlin: two workers share orders, what fails comes again, and what is done is gone. */
object WorkQueue {
    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    @JvmStatic
    fun main(args: Array<String>): Unit = run(args, ::workQueue)
}

internal suspend fun workQueue(nats: CoroutineConnection) {
    val js = nats.jetStream()
    val orders = js.ensureStream(streamConfig("ORDERS") {
        subjects("orders.>")
        retention(RetentionPolicy.WORK_QUEUE)
    })
    js.publishAll(flow { repeat(20) { emit(message("orders.$it") { payload("$it") }) } }, window = 8).toList()

    val deliveries = ConcurrentHashMap<String, Int>()
    val workers = orders.ensureConsumer(consumerConfig("workers") { durable("workers") })
    coroutineScope {
        List(2) {
            launch {
                // 20 orders, one of which is delivered twice
                workers.messages().take(if (it == 0) 10 else 11).process { order ->
                    check(deliveries.merge(order.text(), 1, Int::plus) != 1 || order.text() != "7") { "not at once" }
                }
            }
        }.joinAll()
    }
    check("orders", 20, deliveries.size)
    check("deliveries of the one that failed", 2, deliveries["7"])
    check("deliveries", 21, deliveries.values.sum())
    js.deleteStream("ORDERS")
}
