// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.objectstore;

import io.natskit.conformance.jetstream.Judged;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.wire.jetstream.StorageType;
import java.io.ByteArrayInputStream;
import java.util.Random;

/** What contracts of objects need: a store, and contents of any size. */
interface ObjectsJudged extends Judged {
    /** A store in memory. */
    static ObjectStore store(Lab lab, String name) {
        return ObjectStores.on(lab.js()).createStore(StoreConfig.of(name, s -> s.storage(StorageType.MEMORY)));
    }

    /** The store {@code S}. */
    static ObjectStore store(Lab lab) {
        return store(lab, "S");
    }

    /** Bytes that are the same for the same size. */
    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Puts an object of that size in chunks of that size. */
    static ObjectInfo put(ObjectStore store, String name, int size, int chunk) {
        return store.put(name, new ByteArrayInputStream(content(size)), p -> p.chunkBytes(chunk));
    }

    /** How many messages the store's stream holds. */
    static long messages(ObjectStore store) {
        return store.status().stream().state().messages();
    }
}
