// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.jmh;

import io.natskit.client.internal.outbox.Offer;
import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.outbox.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The client's outbox in front of a link that takes everything at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutboxBenchmark {
    private final byte[] subject = "orders.europe".getBytes(StandardCharsets.US_ASCII);
    private final byte[] payload = new byte[16];
    private final Outbox outbox = new Outbox(16 << 20, 0, System::nanoTime);

    /** Goes online. */
    @Setup
    public void attach() {
        outbox.attach(new Swallow(), new byte[0]);
        outbox.flush();
    }

    /** Encodes and now and then writes. */
    @Benchmark
    public Offer publish() {
        return outbox.publish(subject, null, null, payload, 0, payload.length);
    }

    /** Takes all bytes. */
    private static final class Swallow implements Sink {
        @Override
        public int write(ByteBuffer bytes) {
            int taken = bytes.remaining();
            bytes.position(bytes.limit());
            return taken;
        }

        @Override
        public void awaitWritable() {}

        @Override
        public void wake() {}

        @Override
        public void wakeLater(long nanos) {}

        @Override
        public void broken(IOException cause) {
            throw new IllegalStateException(cause);
        }
    }
}
