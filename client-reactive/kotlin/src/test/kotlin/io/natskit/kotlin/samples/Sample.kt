// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.kotlin.CoroutineConnection
import io.natskit.kotlin.nats
import io.natskit.kotlin.use
import io.natskit.server.NatsServer
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** Runs a sample and ends the program: with 0 when its result was right, with 1 when it was wrong. The first argument is a URL, if there is one. */
fun run(args: Array<String>, sample: suspend (CoroutineConnection) -> Unit): Nothing = exitProcess(execute(args, sample))

/** Runs a sample, with a server of its own unless [args] holds a URL; returns its exit code. */
fun execute(args: Array<String>, sample: suspend (CoroutineConnection) -> Unit): Int =
    try {
        if (args.isNotEmpty()) connected(args[0], sample) else NatsServer.builder().jetStream().start().use { connected(it.url(), sample) }
        println("OK")
        0
    } catch (e: Exception) {
        System.err.println("FAILED: $e")
        1
    } catch (e: AssertionError) {
        System.err.println("FAILED: $e")
        1
    }

private fun connected(url: String, sample: suspend (CoroutineConnection) -> Unit) =
    runBlocking { withTimeout(60.seconds) { nats { servers(url) }.use { sample(it) } } }

/** Throws unless the two are equal. */
fun check(what: String, expected: Any?, found: Any?) {
    if (expected != found) throw AssertionError("$what: $found (expected: $expected)")
}
