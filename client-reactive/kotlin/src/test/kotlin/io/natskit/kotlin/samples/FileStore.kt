// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kotlin.samples

import io.natskit.kotlin.CoroutineConnection
import io.natskit.kotlin.jetStream
import io.natskit.kotlin.objectStores
import io.natskit.objectstore.StoreConfig
import java.nio.ByteBuffer
import java.util.zip.CRC32
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList

/** A file store instead of a file server, in Kotlin: content of any size goes in and out as a flow of buffers, no faster than either side takes it. */
object FileStore {
    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    @JvmStatic
    fun main(args: Array<String>): Unit = run(args, ::fileStore)
}

internal suspend fun fileStore(nats: CoroutineConnection) {
    val stores = nats.jetStream().objectStores
    val films = stores.ensureStore(StoreConfig.of("KTFILMS"))
    // made as it is collected: never in memory as a whole
    val film = flow { repeat(500) { number -> emit(ByteBuffer.wrap(ByteArray(10_000) { number.toByte() })) } }

    val put = films.put("film", film) { description("500 buffers") }
    check("bytes", 5_000_000L, put.size())
    check("what came out", sum(film), sum(films.read("film")))
    check("objects", listOf("film"), films.list().map { it.name() }.toList())
    check("a part of it", 10, films.range("film", 1_000_000, 10).size)
    stores.deleteStore("KTFILMS")
}

private suspend fun sum(content: Flow<ByteBuffer>): Long = content.fold(CRC32()) { sum, buffer -> sum.apply { update(buffer) } }.value
