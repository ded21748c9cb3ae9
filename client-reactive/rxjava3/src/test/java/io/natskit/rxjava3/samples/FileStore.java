// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.rxjava3.RxObjectStore;
import io.natskit.rxjava3.RxObjectStores;
import io.reactivex.rxjava3.core.Flowable;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A file store instead of a file server, in RxJava: content of any size goes in and out as a stream of buffers, no faster than either side takes it. */
public final class FileStore {
    private static final int BUFFERS = 500;

    private FileStore() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, FileStore::run);
    }

    static void run(Connection nats) {
        RxObjectStores stores = RxObjectStores.of(ObjectStores.on(JetStream.on(nats)));
        RxObjectStore films = stores.ensureStore(StoreConfig.of("RXFILMS")).blockingGet();
        // made as it is asked for: never in memory as a whole
        Flowable<ByteBuffer> film = Flowable.range(0, BUFFERS).map(FileStore::buffer);

        ObjectInfo put =
                films.put("film", film, p -> p.description("500 buffers")).blockingGet();
        Sample.check("bytes", BUFFERS * 10_000L, put.size());
        Sample.check("what came out", sum(film), sum(films.read("film")));
        Sample.check(
                "objects",
                "[film]",
                films.list().map(ObjectInfo::name).toList().blockingGet().toString());
        Sample.check("a part of it", 10, films.range("film", 1_000_000, 10).blockingGet().length);
        stores.deleteStore("RXFILMS").blockingAwait();
    }

    private static ByteBuffer buffer(int number) {
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        while (buffer.hasRemaining()) {
            buffer.putInt(number);
        }
        return buffer.flip();
    }

    private static long sum(Flowable<ByteBuffer> content) {
        return content.collect(CRC32::new, CRC32::update).blockingGet().getValue();
    }
}
