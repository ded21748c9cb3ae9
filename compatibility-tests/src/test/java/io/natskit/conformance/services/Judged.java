// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.services;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.service.Services;
import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.InOrder;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.target.WebDoor;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A contract of our services with one server; each test's outcome goes to the ledger under the features of spec/client.md that it names. */
@ExtendWith(Judged.Keeper.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = InOrder.class)
interface Judged {
    /** How long to wait for what comes at once. */
    Duration LONG = Duration.ofSeconds(20);

    /** The features that a test proves. */
    @Retention(RetentionPolicy.RUNTIME)
    @java.lang.annotation.Target(ElementType.METHOD)
    @interface Rows {
        /** Their names. */
        String[] value();
    }

    /** With whom. */
    Target target();

    /** One server of each family. */
    static Stream<Target> targets() {
        return SuiteTargets.throughDoors(SuiteTargets.onceEach().filter(Target::configurable));
    }

    /** A server, and two connections: one for services, one for their callers. */
    record Lab(RunningServer server, Connection host, Connection guest) implements AutoCloseable {
        /** The side that serves. */
        Services serving() {
            return Services.on(host);
        }

        /** The side that asks. */
        Services asking() {
            return Services.on(guest);
        }

        /** A further connection. */
        Connection another() {
            return connect(server);
        }

        @Override
        public void close() {
            guest.close();
            host.close();
            server.close();
        }
    }

    /** A fresh server. */
    default Lab lab() {
        RunningServer server = target().start("");
        return new Lab(server, connect(server), connect(server));
    }

    private static Connection connect(RunningServer server) {
        return Nats.connect(
                o -> o.servers(server.url()).servers(s -> s.connectTimeout(LONG).transport(WebDoor.transport())));
    }

    /** A request. */
    static OutgoingMessage ask(String subject, String text) {
        return OutgoingMessage.of(subject, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the ledger. */
    class Keeper implements AfterTestExecutionCallback {
        @Override
        public void afterTestExecution(ExtensionContext context) {
            Rows rows = context.getRequiredTestMethod().getAnnotation(Rows.class);
            Judged judged = (Judged) context.getRequiredTestInstance();
            Outcome outcome = context.getExecutionException().isPresent() ? Outcome.FAILED : Outcome.PASSED;
            Ledger.add(new Entry(
                    "client",
                    judged.target().name(),
                    rows == null ? List.of() : List.of(rows.value()),
                    "client "
                            + context.getRequiredTestClass().getSimpleName().replace("IT", "") + ": "
                            + context.getRequiredTestMethod().getName().replace('_', ' '),
                    outcome,
                    context.getExecutionException().map(String::valueOf).orElse("")));
        }
    }
}
