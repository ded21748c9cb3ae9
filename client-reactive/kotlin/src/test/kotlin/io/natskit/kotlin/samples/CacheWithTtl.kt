// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.kotlin.CoroutineBucket
import io.natskit.kotlin.CoroutineConnection
import io.natskit.kotlin.jetStream
import io.natskit.kotlin.keyValue
import io.natskit.kv.BucketConfig
import io.natskit.kv.Codecs
import io.natskit.kv.WatchEvent
import java.time.Duration
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first

/** A cache instead of a cache server, in Kotlin: what is slow to find out is kept for a while, for all programs, and goes by itself. */
object CacheWithTtl {
    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    @JvmStatic
    fun main(args: Array<String>): Unit = run(args, ::cacheWithTtl)
}

internal suspend fun cacheWithTtl(nats: CoroutineConnection) {
    val kv = nats.jetStream().keyValue
    val prices = kv.ensureBucket(BucketConfig.of("KTPRICES") { it.limitMarkers(Duration.ofSeconds(1)) }).with(Codecs.text())
    var asked = 0
    suspend fun price(tea: String): String = prices.get(tea)?.value() ?: kept(prices, tea) { asked++; "${tea.length}.50" }

    check("the price", "5.50", price("green"))
    check("the price again", "5.50", price("green"))
    check("how often the catalogue was asked", 1, asked)
    // who watches is told when its time is up
    prices.watch { keys("green") }.filterIsInstance<WatchEvent.Changed<String, String>>().first { !it.entry().isPresent }
    check("the price, found out anew", "5.50", price("green"))
    check("how often the catalogue was asked", 2, asked)
    kv.deleteBucket("KTPRICES")
}

private suspend fun kept(cache: CoroutineBucket<String, String>, tea: String, find: () -> String): String =
    find().also { price -> cache.create(tea, price) { timeToLive(Duration.ofSeconds(1)) } }
