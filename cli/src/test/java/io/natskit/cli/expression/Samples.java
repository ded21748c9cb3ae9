// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamInfo;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A stream and a consumer to ask. */
final class Samples {
    static final Map<String, Object> STREAM = Variables.of(StreamInfo.ofJson(json("""
            {"config":{"name":"A","subjects":["a.>","shared"],"storage":"memory","retention":"workqueue","max_age":3600000000000,
            "max_bytes":-1,"num_replicas":3,"metadata":{"owner":"ada"},"placement":{"cluster":"north","tags":["ssd"]},
            "sources":[{"name":"B"},{"name":"C","filter_subject":"c"}]},
            "created":"2026-01-02T11:00:00Z","state":{"messages":5,"bytes":70,"first_seq":1,"last_seq":5,"consumer_count":2,
            "last_ts":"2026-01-02T11:50:00.5Z"},
            "cluster":{"name":"north","leader":"n1","replicas":[{"name":"n2","current":true,"active":1500000},{"name":"n3","offline":true}]}}
            """)));

    static final Map<String, Object> CONSUMER = Variables.of(ConsumerInfo.ofJson(json("""
            {"stream_name":"A","name":"C","config":{"durable_name":"C","ack_policy":"explicit","ack_wait":30000000000,"deliver_policy":"all",
            "replay_policy":"instant","backoff":[1000000000]},"created":"2026-01-02T11:00:00Z","num_pending":7,
            "delivered":{"consumer_seq":3,"stream_seq":4,"last_active":"2026-01-02T11:58:00Z"},"ack_floor":{"consumer_seq":1,"stream_seq":1}}
            """)));

    private Samples() {}

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
