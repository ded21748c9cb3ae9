// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.jetstream.JetStream;
import io.natskit.objectstore.internal.Front;
import java.util.Optional;

/**
 * Object stores on JetStream (ADR-20). Holds no thread, socket or subscription. Safe for use by many threads; not for implementation by users. Errors and waiting are as
 * {@link JetStream} says.
 *
 * <pre>{@code
 * ObjectStore files = ObjectStores.on(js).ensureStore(StoreConfig.of("files"));
 * files.put("report.pdf", Path.of("report.pdf"), p -> {});
 * }</pre>
 */
public interface ObjectStores {

    /** Stores of an account, reached through {@code js}. */
    static ObjectStores on(JetStream js) {
        return Front.on(js);
    }

    /** Makes a store; the same again is no error, another under its name is. */
    ObjectStore createStore(StoreConfig config);

    /** Changes a store that is there. */
    ObjectStore updateStore(StoreConfig config);

    /** Has a store be as asked for: makes it, changes it, or leaves it. */
    ObjectStore ensureStore(StoreConfig config);

    /** A handle; asks nothing of the server. */
    ObjectStore store(String name);

    /** A handle, if there is such a store. */
    Optional<ObjectStore> findStore(String name);

    /** Deletes a store with all it holds. */
    void deleteStore(String name);

    /** The names of the stores, page by page. */
    Iterable<String> storeNames();

    /** The stores, page by page. */
    Iterable<StoreStatus> stores();

    /** The same for callers that must not wait. */
    AsyncObjectStores async();

    /** The same for streams with demand. */
    FlowObjectStores flow();

    /** What it stands on. */
    JetStream jetStream();
}
