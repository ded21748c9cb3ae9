// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin

import io.natskit.client.NoRespondersException
import io.natskit.client.service.ServiceErrorException
import io.natskit.client.service.Services
import io.natskit.kv.lease.Leases
import io.natskit.objectstore.StoreConfig
import io.natskit.server.NatsServer
import java.nio.ByteBuffer
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The client in Kotlin: values, demand, structured cancellation, processing. */
class KotlinIT {
    private lateinit var server: NatsServer

    @BeforeEach
    fun start() {
        server = NatsServer.builder().jetStream().start()
    }

    @AfterEach
    fun stop() {
        server.close()
    }

    private fun test(block: suspend CoroutineScope.(CoroutineConnection) -> Unit) = runBlocking(Dispatchers.Default) {
        withTimeout(60.seconds) {
            val scope = this
            nats { servers(server.url()) }.use { scope.block(it) }
        }
    }

    private suspend fun until(condition: suspend () -> Boolean) {
        while (!condition()) {
            delay(5.milliseconds)
        }
    }

    private inline fun <reified T : Throwable> thrown(block: () -> Unit): T {
        try {
            block()
        } catch (e: Throwable) {
            assertThat(e).isInstanceOf(T::class.java)
            return e as T
        }
        throw AssertionError("nothing was thrown")
    }

    @Test
    fun a_request_is_a_suspending_call_and_cancelling_it_leaves_nothing_behind() = test { nats ->
        nats.blocking.subscribe("twice") { it.reply(it.text() + it.text()) }
        assertThat(nats.request("twice", "ab".toByteArray()).text()).isEqualTo("abab")
        thrown<NoRespondersException> { nats.request("nobody", ByteArray(0)) }
        nats.blocking.subscribe("mute") {}
        val waiting = launch { nats.request("mute", ByteArray(0), 1.days) }
        until { nats.blocking.statistics().requestsPending() == 1 }
        waiting.cancel()
        waiting.join()
        until { nats.blocking.statistics().requestsPending() == 0 }
    }

    @Test
    fun a_subscription_lives_as_long_as_its_collector() = test { nats ->
        val got = CopyOnWriteArrayList<String>()
        val collecting = launch { nats.subscribe("a").collect { got.add(it.text()) } }
        until { nats.blocking.statistics().subscriptions() == 1 }
        val sent = nats.publishAll(flow { repeat(50) { emit(message("a") { payload("$it") }) } }, window = 8)
        assertThat(sent).isEqualTo(50)
        until { got.size == 50 }
        collecting.cancel()
        collecting.join()
        until { nats.blocking.statistics().subscriptions() == 0 }
    }

    @Test
    fun demand_is_pull_credit_and_cancelling_ends_the_pull() = test { nats ->
        val js = nats.jetStream()
        val stream = js.createStream(streamConfig("S") { subjects("s.>") })
        val acks = js.publishAll(flow { repeat(40) { emit(message("s.$it") { payload("$it") }) } }, window = 8).toList()
        assertThat(acks).hasSize(40)
        val consumer = stream.ensureConsumer(consumerConfig("C") { durable("C") })
        assertThat(consumer.messages().take(3).map { it.text() }.toList()).containsExactly("0", "1", "2")
        assertThat(consumer.info().delivered().consumer()).isEqualTo(3)
        assertThat(stream.ordered().take(40).count()).isEqualTo(40)
        until { stream.info().state().consumerCount() == 1L }
        until { nats.blocking.statistics().subscriptions() <= 1 }
        assertThat(stream.message(7)?.text()).isEqualTo("6")
        assertThat(stream.message(700)).isNull()
        assertThat(js.streamNames(">").toList()).containsExactly("S")
        js.deleteStream("S")
        assertThat(js.findStream("S")).isNull()
    }

    @Test
    fun process_acknowledges_on_return_and_negatively_on_failure_and_on_cancellation() = test { nats ->
        val js = nats.jetStream()
        val stream = js.createStream(streamConfig("S") { subjects("s") })
        repeat(3) { js.publish("s", "$it".toByteArray()) }
        val consumer = stream.ensureConsumer(consumerConfig("C") { durable("C") })
        val handled = CopyOnWriteArrayList<String>()
        val told = CopyOnWriteArrayList<String>()
        val stuck = CompletableDeferred<Unit>()
        val processing = launch {
            consumer.messages().process(failed = { m, e -> told.add(m.text() + " " + e.message) }) {
                if (it.text() == "1" && it.metadata().delivered() == 1L) error("not yet")
                if (it.text() == "2" && it.metadata().delivered() == 1L) {
                    stuck.complete(Unit)
                    delay(1.days)
                }
                handled.add(it.text())
            }
        }
        stuck.await()
        until { told.size == 1 }
        processing.cancel()
        processing.join()
        assertThat(told).containsExactly("1 not yet")
        assertThat(handled).contains("0").doesNotContain("2")
        consumer.messages().take(3 - handled.size).process { handled.add(it.text()) }
        assertThat(handled).containsExactlyInAnyOrder("0", "1", "2")
        until { consumer.info().numAckPending() == 0L }
        assertThat(consumer.info().ackFloor().stream()).isEqualTo(3)
    }

    @Test
    fun services_answer_by_suspending_functions() = test { nats ->
        val services = Services.on(nats.blocking).coroutines()
        val scope = this
        services.start("shop", "1.0.0") {
            endpoint("price") {
                it.suspendHandler(scope) { request ->
                    delay(1.milliseconds)
                    if (request.text() != "green") throw ServiceErrorException(404, "no ${request.text()}")
                    "340".toByteArray()
                }
            }
        }
        assertThat(services.ping { instancesMax(1) }.first().name()).isEqualTo("shop")
        assertThat(services.call("price", "green".toByteArray()).text()).isEqualTo("340")
        assertThat(thrown<ServiceErrorException> { services.call("price", "red".toByteArray()) }.code()).isEqualTo(404)
    }

    @Test
    fun objects_go_in_and_out_as_flows_and_a_cancelled_put_leaves_nothing_behind() = test { nats ->
        val store = nats.jetStream().objectStores.createStore(StoreConfig.of("O"))
        val content = flow { repeat(100) { emit(ByteBuffer.wrap(byteArrayOf(it.toByte(), 1))) } }
        assertThat(store.put("o", content) { chunkBytes(3) }.size()).isEqualTo(200)
        assertThat(store.read("o").map { it.remaining() }.toList().sum()).isEqualTo(200)
        assertThat(store.bytes("o", 1000)).hasSize(200)
        val putting = launch { store.put("p", flow { content.collect { emit(it) }; delay(1.days) }) { chunkBytes(3) } }
        until { store.status().stream().state().messages() > 100 }
        putting.cancel()
        putting.join()
        until { store.status().stream().state().messages() == 68L }
        assertThat(store.info("p")).isNull()
        assertThat(store.list().map { it.name() }.toList()).containsExactly("o")
        assertThat(store.watch().first().name()).isEqualTo("o")
        until { store.status().stream().state().consumerCount() == 0L }
    }

    @Test
    fun a_lease_is_given_back_however_its_use_ends() = test { nats ->
        val leases = Leases.`in`(nats.jetStream().keyValue.blocking, "L").coroutines()
        val first = leases.acquire("x", 5.seconds, 5.seconds)
        assertThat(leases.tryAcquire("x", 5.seconds)).isNull()
        val waiting = launch { leases.acquire("x", 5.seconds, 30.seconds).use { delay(1.days) } }
        assertThat(first.renew()).isTrue()
        first.release()
        until { leases.holder("x") != null }
        waiting.cancel()
        waiting.join()
        until { leases.holder("x") == null }
        val leading = leases.lead("x", 5.seconds, "ada").first()
        assertThat(leading.token).isGreaterThan(first.token)
        until { leases.holder("x") == null }
    }

    @Test
    fun push_consumers_are_flows_and_backups_suspend(@TempDir folder: Path) = test { nats ->
        val js = nats.jetStream()
        val stream = js.createStream(streamConfig("S") { subjects("s") })
        repeat(5) { js.publish("s", "$it".toByteArray()) }
        val push = stream.push(consumerConfig("P") { durable("P") })
        assertThat(push.messages().take(3).map { it.text() }.toList()).containsExactly("0", "1", "2")
        push.delete()
        assertThat(stream.orderedPush().take(5).count()).isEqualTo(5)
        until { stream.info().state().consumerCount() == 0L }
        assertThat(stream.backup(folder.resolve("b")).state().messages()).isEqualTo(5)
        stream.delete()
        assertThat(js.restore(folder.resolve("b")).last("s")?.text()).isEqualTo("4")
    }
}
