// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.service.Discovery;
import io.nats.service.Group;
import io.nats.service.InfoResponse;
import io.nats.service.Service;
import io.nats.service.ServiceEndpoint;
import io.nats.service.ServiceMessage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Services: {@code svc-serve} runs the service "theirs" until the program is ended, {@code svc-find} finds the service "ours", calls it and prints what it saw. */
final class ServiceTasks {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Connection connection;
    private final PrintStream out;

    ServiceTasks(Connection connection, PrintStream out) {
        this.connection = connection;
        this.out = out;
    }

    void perform(String task) throws InterruptedException {
        if (task.equals("svc-serve")) {
            serve();
        } else {
            find();
        }
    }

    private void serve() throws InterruptedException {
        Group group = new Group("theirs");
        Service service = Service.builder()
                .connection(connection)
                .name("theirs")
                .version("2.0.0")
                .description("jnats")
                .metadata(Map.of("who", "jnats"))
                .addServiceEndpoint(ServiceEndpoint.builder()
                        .group(group)
                        .endpointName("echo")
                        .handler(request -> request.respond(connection, request.getData()))
                        .build())
                .addServiceEndpoint(ServiceEndpoint.builder()
                        .group(group)
                        .endpointName("fail")
                        .handler(request -> request.respondStandardError(connection, "no such thing", 404))
                        .build())
                .build();
        var stopped = service.startService();
        flush();
        out.println("ready");
        stopped.join();
    }

    private void flush() throws InterruptedException {
        try {
            connection.flush(PATIENCE);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private void find() throws InterruptedException {
        Discovery discovery = new Discovery(connection, PATIENCE.toMillis(), 1);
        String id = discovery.ping("ours").get(0).getId();
        InfoResponse info = Objects.requireNonNull(discovery.info("ours", id), "info");
        out.println("info " + info.getName() + " " + info.getVersion() + " " + info.getDescription() + " "
                + info.getMetadata());
        StringBuilder endpoints = new StringBuilder("endpoints");
        info.getEndpoints().stream()
                .map(e -> " " + e.getName() + "=" + e.getSubject() + "@" + e.getQueueGroup())
                .sorted()
                .forEach(endpoints::append);
        out.println(endpoints);
        out.println("echo " + text(request("ours.echo", "hi")));
        Message failure = request("ours.fail", "");
        out.println("fail " + failure.getHeaders().getFirst(ServiceMessage.NATS_SERVICE_ERROR_CODE) + " "
                + failure.getHeaders().getFirst(ServiceMessage.NATS_SERVICE_ERROR));
        StringBuilder stats = new StringBuilder("stats");
        discovery.stats("ours").get(0).getEndpointStatsList().stream()
                .map(e -> " " + e.getName() + ":" + e.getNumRequests() + "/" + e.getNumErrors())
                .sorted()
                .forEach(stats::append);
        out.println(stats);
    }

    private Message request(String subject, String text) throws InterruptedException {
        return Objects.requireNonNull(
                connection.request(subject, text.getBytes(StandardCharsets.UTF_8), PATIENCE), "answer of " + subject);
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }
}
