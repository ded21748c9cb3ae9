// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.jmh;

import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.client.internal.protocol.OpDecoder;
import io.natskit.client.internal.protocol.ServerOps;
import io.natskit.server.protocol.ClientOpDecoder;
import io.natskit.server.protocol.ClientOps;
import io.natskit.server.protocol.Malformed;
import io.natskit.server.protocol.PublishFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Both decoders over a block of whole messages with 16 bytes of payload, a message as the operation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecoderBenchmark {
    private static final int MESSAGES = 1000;
    private static final String PAYLOAD = "16\r\nxxxxxxxxxxxxxxxx\r\n";

    private final byte[] published = block("PUB orders.europe " + PAYLOAD);
    private final byte[] delivered = block("MSG orders.europe 7 " + PAYLOAD);
    private final Counted counted = new Counted();
    private final ClientOpDecoder server = new ClientOpDecoder(counted, 4096, 1 << 20);
    private final OpDecoder client = new OpDecoder();

    private static byte[] block(String message) {
        return message.repeat(MESSAGES).getBytes(StandardCharsets.US_ASCII);
    }

    /** What the server reads. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long serverPublish() {
        server.decode(published, 0, published.length);
        return counted.messages;
    }

    /** What the client reads. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long clientMessage() {
        client.decode(delivered, 0, delivered.length, counted);
        return counted.messages;
    }

    /** Takes everything and keeps a count. */
    private static final class Counted implements ClientOps, ServerOps {
        private long messages;

        @Override
        public void publish(PublishFrame frame) {
            messages++;
        }

        @Override
        public void msg(MsgRange message) {
            messages++;
        }

        @Override
        public void ping() {}

        @Override
        public void pong() {}

        @Override
        public void ok() {}

        @Override
        public void info(byte[] bytes, int offset, int length) {}

        @Override
        public void err(byte[] bytes, int offset, int length) {}

        @Override
        public void connect(byte[] bytes, int offset, int length) {}

        @Override
        public void subscribe(
                byte[] bytes, int subject, int subjectLength, int queue, int queueLength, int sid, int sidLength) {}

        @Override
        public void unsubscribe(byte[] bytes, int sid, int sidLength, int max) {}

        @Override
        public void error(byte[] bytes, int offset, int length) {}

        @Override
        public void line(String verb, byte[] bytes, int offset, int length) {}

        @Override
        public void publishing(byte[] bytes, int subject, int subjectLength) {}

        @Override
        public boolean openGate() {
            return true;
        }

        @Override
        public void malformed(Malformed kind, String detail) {
            throw new IllegalStateException(kind + " " + detail);
        }
    }
}
