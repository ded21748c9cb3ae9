// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.jmh;

import io.natskit.wire.headers.Headers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Headers, from bytes and to bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadersBenchmark {
    private final byte[] encoded = Headers.builder()
            .add("Nats-Msg-Id", "4711")
            .add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .add("Content-Type", "application/json")
            .build()
            .toBytes();
    private final Headers parsed = Headers.ofBytes(encoded, 0, encoded.length);
    private final byte[] target = new byte[1024];

    /** Takes bytes without looking at them. */
    @Benchmark
    public Headers take() {
        return Headers.ofBytes(encoded, 0, encoded.length);
    }

    /** Finds the last of three. */
    @Benchmark
    public @Nullable String first() {
        return parsed.first("Content-Type");
    }

    /** Writes the bytes as they are. */
    @Benchmark
    public int write() {
        return parsed.writeTo(target, 0);
    }

    /** Builds two. */
    @Benchmark
    public Headers build() {
        return Headers.builder()
                .add("Nats-Msg-Id", "4711")
                .add("Content-Type", "text")
                .build();
    }
}
