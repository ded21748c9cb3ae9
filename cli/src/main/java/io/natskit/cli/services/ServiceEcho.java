// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.client.Options;
import io.natskit.client.service.Service;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit service echo}. */
@Command(
        name = "echo",
        aliases = "serve",
        description = "Runs a service that answers with what it is asked, on NAME.echo, until it is ended.")
public final class ServiceEcho extends ConnectedAction {
    @Parameters(paramLabel = "NAME", description = "What it is called.")
    private String name = "";

    @Option(names = "--count", description = "Ends after so many requests.")
    private long count;

    /** For picocli. */
    public ServiceEcho() {}

    @Override
    protected void prepare(Options.Builder options) {
        watch(options);
    }

    @Override
    protected int run(Session session) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(1);
        AtomicLong answered = new AtomicLong();
        Service service = session.services()
                .start(
                        name,
                        "1.0.0",
                        spec -> spec.description("natskit echo service")
                                .endpoint(
                                        "echo",
                                        endpoint -> endpoint.subject(name + ".echo")
                                                .handler(request -> {
                                                    request.reply(request.headers(), request.bytes());
                                                    if (answered.incrementAndGet() == count) {
                                                        enough.countDown();
                                                    }
                                                })));
        terminal().note("service " + service.name() + " (" + service.id() + ") answers on " + name + ".echo");
        enough.await(); // interrupted, the connection is closed: nothing is left to drain
        service.close();
        return 0;
    }
}
