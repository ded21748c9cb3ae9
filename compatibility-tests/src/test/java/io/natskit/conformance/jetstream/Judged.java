// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import io.natskit.client.Connection;
import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A contract of our client with one server, its tests beside one another, for most of them wait; each test's outcome goes to the ledger under the features (spec/client.md) or rows that it names. */
@ExtendWith(Judged.Keeper.class)
@Execution(ExecutionMode.CONCURRENT)
public interface Judged {
    /** The features or rows that a test proves. */
    @Retention(RetentionPolicy.RUNTIME)
    @java.lang.annotation.Target(ElementType.METHOD)
    @interface Rows {
        /** Their names. */
        String[] value();
    }

    /** For one answer: it may stand behind the syncs of a disk that other tests keep busy. */
    java.time.Duration PATIENCE = java.time.Duration.ofSeconds(30);

    /** With whom. */
    Target target();

    /** A server without streams, which no other test has meanwhile, a connection and JetStream on it. */
    record Lab(Target target, RunningServer server, Connection connection, JetStream js) implements AutoCloseable {
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
            js.awaitAcks(java.time.Duration.ofSeconds(60));
        }

        /** Another connection to the same server. */
        public Connection another() {
            return LabServers.connect(server);
        }

        /** Another connection to the same server, made in another way. */
        public Connection another(java.util.function.Consumer<io.natskit.client.Options.Builder> how) {
            return LabServers.connect(server, how);
        }

        @Override
        public void close() {
            connection.close();
            LabServers.giveBack(target, server);
        }
    }

    /** All of them. */
    static <T> List<T> list(Iterable<T> elements) {
        List<T> all = new ArrayList<>();
        elements.forEach(all::add);
        return all;
    }

    /** Waits until it is so, without a rest for what is so at once. */
    static void awaitSoon(java.util.concurrent.Callable<Boolean> condition) {
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .pollDelay(java.time.Duration.ZERO)
                .pollInterval(java.time.Duration.ofMillis(10))
                .until(condition);
    }

    /** A server of this test's own, for as long as it wants it. */
    default Lab lab() {
        return lab(target());
    }

    /** A server of another kind, likewise. */
    default Lab lab(Target target) {
        RunningServer server = LabServers.take(target);
        Connection connection = LabServers.connect(server);
        return new Lab(target, server, connection, JetStream.on(connection, o -> o.timeout(PATIENCE)));
    }

    /** Writes the ledger, and ends the servers when everything is over. */
    class Keeper implements BeforeAllCallback, AfterTestExecutionCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            context.getRoot().getStore(Namespace.GLOBAL).getOrComputeIfAbsent(LabServers.class);
        }

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
