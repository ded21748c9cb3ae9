// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import java.util.concurrent.Flow;

/** {@link KeyValue} for streams with demand. Publishers are cold, and obey the Reactive Streams rules. */
public interface FlowKeyValue {

    /** See {@link KeyValue#bucketNames}; page by page as they are asked for. */
    Flow.Publisher<String> bucketNames();

    /** See {@link KeyValue#buckets}; page by page as they are asked for. */
    Flow.Publisher<BucketStatus> buckets();

    /** The same, blocking. */
    KeyValue blocking();
}
