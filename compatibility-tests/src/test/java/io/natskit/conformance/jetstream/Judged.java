// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.JetStreamTargets;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A contract of our client with one server; each test's outcome goes to the ledger under the features (spec/client.md) or rows that it names. */
@ExtendWith(Judged.Keeper.class)
public interface Judged {
    /** The features or rows that a test proves. */
    @Retention(RetentionPolicy.RUNTIME)
    @java.lang.annotation.Target(ElementType.METHOD)
    @interface Rows {
        /** Their names. */
        String[] value();
    }

    /** With whom. */
    Target target();

    /** A server, a connection and JetStream on it. */
    record Lab(RunningServer server, Connection connection, JetStream js) implements AutoCloseable {
        /** Makes a stream. */
        public StreamHandle stream(String name, String subject) {
            return stream(name, subject, s -> s);
        }

        /** Makes a stream. */
        public StreamHandle stream(
                String name, String subject, UnaryOperator<io.natskit.wire.jetstream.StreamConfigBuilder> more) {
            return js.createStream(
                    more.apply(StreamConfig.builder(name).subjects(subject)).build());
        }

        /** Publishes texts, one message each. */
        public void publish(String subject, String... texts) {
            for (String text : texts) {
                js.publish(subject, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }

        /** Publishes numbers from 1 on. */
        public void numbers(String subject, int count) {
            for (int i = 1; i <= count; i++) {
                js.async().publish(subject, Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            js.awaitAcks(java.time.Duration.ofSeconds(20));
        }

        @Override
        public void close() {
            connection.close();
            server.close();
        }
    }

    /** A fresh server. */
    default Lab lab() {
        RunningServer server = JetStreamTargets.start(target());
        Connection connection = Nats.connect(
                o -> o.servers(server.url()).servers(s -> s.connectTimeout(java.time.Duration.ofSeconds(20))));
        return new Lab(server, connection, JetStream.on(connection));
    }

    /** Writes the ledger. */
    class Keeper implements AfterTestExecutionCallback {
        @Override
        public void afterTestExecution(ExtensionContext context) {
            Rows rows = context.getRequiredTestMethod().getAnnotation(Rows.class);
            Judged judged = (Judged) context.getRequiredTestInstance();
            Outcome outcome = context.getExecutionException().isPresent() ? Outcome.FAILED : Outcome.PASSED;
            String detail = context.getExecutionException().map(String::valueOf).orElse("");
            String title =
                    "client " + context.getRequiredTestClass().getSimpleName().replace("IT", "") + ": "
                            + context.getRequiredTestMethod().getName().replace('_', ' ');
            Ledger.add(new Entry(
                    "client",
                    judged.target().name(),
                    rows == null ? List.of() : List.of(rows.value()),
                    title,
                    outcome,
                    detail));
        }
    }
}
