// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.jetstream.StoredMessage;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.KeyValue;
import io.natskit.wire.jetstream.StorageType;
import java.util.function.Consumer;

/** What contracts of keys need: a bucket of text, and what stands in its stream. */
interface KeysJudged extends Judged {
    /** A bucket in memory with a history of five. */
    static Bucket<String, String> bucket(Lab lab, Consumer<BucketConfig.Builder> more) {
        return KeyValue.on(lab.js())
                .createBucket(BucketConfig.of("B", b -> {
                    b.storage(StorageType.MEMORY).history(5);
                    more.accept(b);
                }))
                .with(Codecs.text());
    }

    /** The same and no more. */
    static Bucket<String, String> bucket(Lab lab) {
        return bucket(lab, b -> {});
    }

    /** The last message of a key as it is in the stream. */
    static StoredMessage stored(Lab lab, String key) {
        return lab.js().stream("KV_B").last("$KV.B." + key).orElseThrow();
    }

    /** Stores what another client might, under a key. */
    static void mark(Lab lab, String key, String header, String value) {
        lab.js()
                .publish(
                        OutgoingMessage.to("$KV.B." + key).header(header, value).build());
    }
}
