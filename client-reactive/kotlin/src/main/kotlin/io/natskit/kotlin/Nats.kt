// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.Nats
import io.natskit.client.Options
import io.natskit.client.OutgoingMessage
import io.natskit.client.SubscribeOptions
import io.natskit.jetstream.JetStreamOptions
import io.natskit.jetstream.JetStream
import io.natskit.wire.jetstream.ConsumerConfig
import io.natskit.wire.jetstream.ConsumerConfigBuilder
import io.natskit.wire.jetstream.StreamConfig
import io.natskit.wire.jetstream.StreamConfigBuilder
import kotlinx.coroutines.future.await

/**
 * Connects, as [Nats.connectAsync] does: `nats { servers("nats://a", "tls://b") }`. Cancelling gives up, and leaves nothing behind. Close it, or use [use].
 */
suspend fun nats(spec: Options.Builder.() -> Unit = {}): CoroutineConnection =
    Nats.connectAsync(Options.of { it.spec() }).await().coroutines()

/** Runs [block] with the connection and closes it, however that ends. */
suspend inline fun <T> CoroutineConnection.use(block: (CoroutineConnection) -> T): T =
    try {
        block(this)
    } finally {
        kotlinx.coroutines.withContext(kotlinx.coroutines.NonCancellable) { close() }
    }

/** JetStream on this connection: `connection.jetStream { domain("hub") }`. */
fun CoroutineConnection.jetStream(spec: JetStreamOptions.Builder.() -> Unit = {}): CoroutineJetStream =
    JetStream.on(blocking) { it.spec() }.coroutines()

/** A message to publish: `message("orders.new") { payload("tea") }`. */
fun message(subject: String, spec: OutgoingMessage.Builder.() -> Unit = {}): OutgoingMessage =
    OutgoingMessage.to(subject).apply(spec).build()

/** How to subscribe: `subscribeOptions { queueGroup("workers") }`. */
fun subscribeOptions(spec: SubscribeOptions.Builder.() -> Unit): SubscribeOptions = SubscribeOptions.of { it.spec() }

/** A stream's configuration: `streamConfig("ORDERS") { subjects("orders.>") }`. */
fun streamConfig(name: String, spec: StreamConfigBuilder.() -> Unit = {}): StreamConfig =
    StreamConfig.builder(name).apply(spec).build()

/** A consumer's configuration: `consumerConfig("billing") { durable("billing") }`. */
fun consumerConfig(name: String, spec: ConsumerConfigBuilder.() -> Unit = {}): ConsumerConfig =
    ConsumerConfig.builder(name).apply(spec).build()
