// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.util.concurrent.Flow;

/** {@link ObjectStores} for streams with demand. Publishers are cold, and obey the Reactive Streams rules. */
public interface FlowObjectStores {

    /** See {@link ObjectStores#storeNames}; page by page as they are asked for. */
    Flow.Publisher<String> storeNames();

    /** See {@link ObjectStores#stores}; page by page as they are asked for. */
    Flow.Publisher<StoreStatus> stores();

    /** The same, blocking. */
    ObjectStores blocking();
}
