// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.AsyncConnection
import io.natskit.client.Connection
import io.natskit.client.ConnectionState
import io.natskit.client.ForceReconnect
import io.natskit.client.Message
import io.natskit.client.OutgoingMessage
import io.natskit.client.RequestManyOptions
import io.natskit.client.Subject
import io.natskit.client.SubscribeOptions
import io.natskit.reactive.ReactiveConnection
import io.natskit.wire.headers.Headers
import java.nio.ByteBuffer
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher

/** This in suspending functions and cold flows. */
fun Connection.coroutines(): CoroutineConnection = CoroutineConnection(async())

/** A connection in suspending functions and cold flows; each means what its namesake in [AsyncConnection] says. Cancelling the coroutine gives up what it waits for; cancelling a collector unsubscribes. */
class CoroutineConnection internal constructor(internal val async: AsyncConnection) {
    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: String, payload: ByteArray) {
        async.publish(subject, payload).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: String, payload: ByteArray, offset: Int, length: Int) {
        async.publish(subject, payload, offset, length).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: String, payload: ByteBuffer) {
        async.publish(subject, payload).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: String, text: String) {
        async.publish(subject, text).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: String, headers: Headers, payload: ByteArray) {
        async.publish(subject, headers, payload).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: Subject, payload: ByteArray) {
        async.publish(subject, payload).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: Subject, payload: ByteArray, offset: Int, length: Int) {
        async.publish(subject, payload, offset, length).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: Subject, payload: ByteBuffer) {
        async.publish(subject, payload).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(subject: Subject, headers: Headers, payload: ByteArray) {
        async.publish(subject, headers, payload).await()
    }

    /** See [AsyncConnection.publish]. */
    suspend fun publish(message: OutgoingMessage) {
        async.publish(message).await()
    }

    /** See [AsyncConnection.writable]. */
    suspend fun writable() {
        async.writable().await()
    }

    /** See [AsyncConnection.request]. */
    suspend fun request(subject: String, payload: ByteArray): Message = async.request(subject, payload).await()

    /** See [AsyncConnection.request]. */
    suspend fun request(subject: String, payload: ByteArray, timeout: Duration): Message = async.request(subject, payload, timeout.toJavaDuration()).await()

    /** See [AsyncConnection.request]. */
    suspend fun request(subject: Subject, payload: ByteArray, timeout: Duration): Message = async.request(subject, payload, timeout.toJavaDuration()).await()

    /** See [AsyncConnection.request]. */
    suspend fun request(message: OutgoingMessage): Message = async.request(message).await()

    /** See [AsyncConnection.request]. */
    suspend fun request(message: OutgoingMessage, timeout: Duration): Message = async.request(message, timeout.toJavaDuration()).await()

    /** See [AsyncConnection.requestMany]. */
    fun requestMany(subject: String, payload: ByteArray, options: RequestManyOptions.Builder.() -> Unit = {}): Flow<Message> = ReactiveConnection.of(async.blocking()).requestMany(subject, payload) { it.options() }.asFlow()

    /** See [AsyncConnection.requestMany]. */
    fun requestMany(message: OutgoingMessage, options: RequestManyOptions.Builder.() -> Unit = {}): Flow<Message> = ReactiveConnection.of(async.blocking()).requestMany(message) { it.options() }.asFlow()

    /** See [AsyncConnection.subscribe]. */
    fun subscribe(subject: String): Flow<Message> = ReactiveConnection.of(async.blocking()).subscribe(subject).asFlow()

    /** See [AsyncConnection.subscribe]. */
    fun subscribe(subject: String, options: SubscribeOptions): Flow<Message> = ReactiveConnection.of(async.blocking()).subscribe(subject, options).asFlow()

    /** See [AsyncConnection.flush]. */
    suspend fun flush() {
        async.flush().await()
    }

    /** See [AsyncConnection.flush]. */
    suspend fun flush(timeout: Duration) {
        async.flush(timeout.toJavaDuration()).await()
    }

    /** See [AsyncConnection.rtt]. */
    suspend fun rtt(): Duration = async.rtt().await().toKotlinDuration()

    /** See [AsyncConnection.drain]. */
    suspend fun drain(): Boolean = async.drain().await()

    /** See [AsyncConnection.drain]. */
    suspend fun drain(timeout: Duration): Boolean = async.drain(timeout.toJavaDuration()).await()

    /** See [AsyncConnection.reconnect]. */
    suspend fun reconnect() {
        async.reconnect().await()
    }

    /** See [AsyncConnection.reconnect]. */
    suspend fun reconnect(how: ForceReconnect) {
        async.reconnect(how).await()
    }

    /** See [AsyncConnection.close]. */
    suspend fun close() {
        async.close().await()
    }

    /** See [AsyncConnection.awaitState]. */
    suspend fun <S : ConnectionState> awaitState(kind: Class<S>, timeout: Duration): S = async.awaitState(kind, timeout.toJavaDuration()).await()

    /** Publishes all that [messages] gives, [window] asked for ahead; returns their number when the server has confirmed them. */
    suspend fun publishAll(messages: Flow<OutgoingMessage>, window: Int = 256): Long {
        val sink = ReactiveConnection.of(async.blocking()).publisher(window)
        messages.asPublisher().subscribe(sink)
        return sink.completion().await()
    }

    /** The same, blocking. */
    val blocking: Connection get() = async.blocking()
}
