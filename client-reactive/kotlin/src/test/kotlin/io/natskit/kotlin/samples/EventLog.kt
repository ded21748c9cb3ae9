// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.kotlin.CoroutineConnection
import io.natskit.kotlin.jetStream
import io.natskit.kotlin.message
import io.natskit.kotlin.streamConfig
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList

/** An event stream with replay instead of a log, in Kotlin: what happened is read from the beginning, from anywhere, and goes on with what happens. */
object EventLog {
    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    @JvmStatic
    fun main(args: Array<String>): Unit = run(args, ::eventLog)
}

internal suspend fun eventLog(nats: CoroutineConnection) {
    val js = nats.jetStream()
    val account = js.ensureStream(streamConfig("ACCOUNT") { subjects("account.*") })
    js.publishAll(flow { for (i in 1..100) emit(message("account.in") { payload("$i") }) }, window = 16).toList()

    check("the balance, replayed", 5050, account.ordered().take(100).map { it.text().toInt() }.fold(0, Int::plus))
    val last = account.ordered { from(91) }
        .onEach { if (it.text() == "100") js.publish("account.in", "7".toByteArray()) }
        .take(11).map { it.text().toInt() }.toList()
    check("the last ten, and the one that comes meanwhile", (91..100).toList() + 7, last)
    js.deleteStream("ACCOUNT")
}
