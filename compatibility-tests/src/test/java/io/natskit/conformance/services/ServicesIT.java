// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.client.ConnectionClosedException;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.PermissionException;
import io.natskit.client.service.EndpointInfo;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.Service;
import io.natskit.client.service.ServiceErrorException;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceStats;
import io.natskit.client.service.Services;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service does: it is found, counts, answers, fails and stops as ADR-32 says. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.services.Judged#targets")
record ServicesIT(Target target) implements Judged {

    private static Service shop(Services services) {
        return services.start(
                "shop",
                "1.2.3-rc.1+7",
                s -> s.description("sells tea")
                        .metadata("city", "Bath")
                        .endpoint("price", e -> e.metadata("unit", "pence").handler(r -> r.reply("340"))));
    }

    @Test
    @Rows("client: Service Discovery")
    void it_is_found_by_all_by_name_and_by_id() {
        try (Lab lab = lab();
                Service shop = shop(lab.serving());
                Service other = lab.serving().start("post", "0.1.0", s -> {})) {
            List<ServicePing> all = lab.asking().ping(d -> d.instancesMax(2));
            assertThat(all).extracting(ServicePing::name).containsExactlyInAnyOrder("shop", "post");
            assertThat(all).extracting(ServicePing::id).containsExactlyInAnyOrder(shop.id(), other.id());
            assertThat(all).allSatisfy(p -> assertThat(p.rtt()).isBetween(Duration.ofNanos(1), LONG));
            List<ServiceInfo> byName = lab.asking().info(d -> d.name("shop").instancesMax(1));
            assertThat(byName).containsExactly(shop.info());
            assertThat(shop.info().description()).isEqualTo("sells tea");
            assertThat(shop.info().version()).isEqualTo("1.2.3-rc.1+7");
            assertThat(shop.info().metadata()).isEqualTo(Map.of("city", "Bath"));
            assertThat(shop.info().endpoints())
                    .containsExactly(new EndpointInfo("price", "price", "q", Map.of("unit", "pence")));
            assertThat(lab.asking().info(d -> d.instance("post", other.id()))).containsExactly(other.info());
            assertThat(lab.asking().ping(d -> d.instance("shop", other.id()))).isEmpty();
        }
    }

    @Test
    @Rows("client: Service Discovery")
    void nobody_there_is_known_at_once() {
        try (Lab lab = lab()) {
            assertThat(lab.asking().ping(d -> d.timeout(Duration.ofDays(1)))).isEmpty();
            assertThat(lab.asking().stats(d -> d.name("shop").timeout(Duration.ofDays(1))))
                    .isEmpty();
        }
    }

    @Test
    @Rows("client: Service Discovery")
    void another_prefix_finds_services_that_have_it() {
        try (Lab lab = lab();
                Service shop =
                        Services.on(lab.host(), o -> o.prefix("far.away.SRV")).start("shop", "1.0.0", s -> {})) {
            assertThat(lab.asking().ping(d -> {})).isEmpty();
            assertThat(Services.on(lab.guest(), o -> o.prefix("far.away.SRV")).ping(d -> d.instancesMax(1)))
                    .extracting(ServicePing::id)
                    .containsExactly(shop.id());
        }
    }

    @Test
    @Rows("client: Service Discovery")
    void answers_that_are_none_are_passed_over() {
        try (Lab lab = lab();
                Service shop = shop(lab.serving())) {
            lab.host().subscribe("$SRV.PING", m -> m.reply("I am a teapot"));
            lab.host().subscribe("$SRV.PING", m -> m.reply("{\"type\":\"io.nats.micro.v1.info_response\"}"));
            lab.host().subscribe("$SRV.PING", m -> m.reply(new byte[0]));
            lab.host().flush();
            assertThat(lab.asking().ping(d -> d.stall(Duration.ofMillis(500))))
                    .extracting(ServicePing::id)
                    .containsExactly(shop.id());
        }
    }

    @Test
    @Rows("client: Service")
    void instances_share_requests_and_without_a_queue_group_each_gets_them() {
        try (Lab lab = lab();
                Service one = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint("shared", e -> e.handler(r -> r.reply("")))
                                        .endpoint("each", e -> e.noQueueGroup().handler(r -> r.reply(""))));
                Service two = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint("shared", e -> e.handler(r -> r.reply("")))
                                        .endpoint("each", e -> e.noQueueGroup().handler(r -> r.reply(""))))) {
            for (int i = 0; i < 100; i++) {
                lab.asking().call("shared", new byte[0]);
            }
            assertThat(lab.asking()
                            .gather(Judged.ask("each", ""), g -> g.answersMax(2))
                            .answers())
                    .hasSize(2);
            await().atMost(LONG).until(() -> requests(one, 0) + requests(two, 0) == 100);
            assertThat(requests(one, 0)).isBetween(10L, 90L);
            await().atMost(LONG).until(() -> requests(one, 1) + requests(two, 1) == 2);
            assertThat(requests(one, 1)).isOne();
        }
    }

    private static long requests(Service service, int endpoint) {
        return service.stats().endpoints().get(endpoint).requests();
    }

    @Test
    @Rows("client: Service")
    void queue_groups_are_those_of_endpoint_group_or_service_in_this_order() {
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint("a", e -> e.handler(r -> {}))
                                        .queueGroup("of-service")
                                        .endpoint("b", e -> e.queueGroup("of-b").handler(r -> {}))
                                        .endpoint("c", e -> e.noQueueGroup().handler(r -> {}))
                                        .group(
                                                "g",
                                                g -> g.queueGroup("of-g")
                                                        .endpoint("d", e -> e.handler(r -> {}))
                                                        .endpoint(
                                                                "e",
                                                                e -> e.subject("*.x")
                                                                        .queueGroup("of-e")
                                                                        .handler(r -> {}))
                                                        .group(
                                                                "h",
                                                                h -> h.noQueueGroup()
                                                                        .endpoint("f", e -> e.handler(r -> {})))))) {
            assertThat(lab.asking()
                            .info(d -> d.instance("s", service.id()))
                            .get(0)
                            .endpoints())
                    .extracting(e -> e.name() + " " + e.subject() + " " + e.queueGroup())
                    .containsExactly("a a of-service", "b b of-b", "c c ", "d g.d of-g", "e g.*.x of-e", "f g.h.f ");
        }
    }

    @Test
    @Rows("client: Service")
    void endpoints_and_groups_come_while_it_runs() {
        try (Lab lab = lab();
                Service service = lab.serving().start("s", "1.0.0", s -> s.queueGroup("w"))) {
            service.addEndpoint("now", e -> e.handler(r -> r.reply("yes")));
            service.addGroup("g", g -> g.endpoint("too", e -> e.handler(r -> r.reply("yes"))));
            lab.host().flush();
            assertThat(lab.asking().call("now", new byte[0]).text()).isEqualTo("yes");
            assertThat(lab.asking().call("g.too", new byte[0]).text()).isEqualTo("yes");
            assertThat(service.info().endpoints())
                    .extracting(EndpointInfo::queueGroup)
                    .containsOnly("w");
            service.stop();
            assertThatThrownBy(() -> service.addEndpoint("late", e -> e.handler(r -> {})))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stopped");
        }
    }

    @Test
    @Rows("client: Service Errors")
    void errors_are_told_by_headers_counted_and_thrown_to_the_caller() {
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint(
                                        "e",
                                        e -> e.statsData(() -> "{\"open\":3}").handler(r -> {
                                            switch (r.text()) {
                                                case "told" -> r.replyError(404, "no\r\nsuch tea");
                                                case "thrown" -> throw new ServiceErrorException(429, "slower");
                                                case "broken" -> throw new IllegalStateException("password is 1234");
                                                default -> r.reply("fine");
                                            }
                                        })))) {
            assertThat(lab.asking().call(Judged.ask("e", "x"), c -> {}).text()).isEqualTo("fine");
            assertThatThrownBy(() -> lab.asking().call(Judged.ask("e", "told"), c -> {}))
                    .isInstanceOfSatisfying(ServiceErrorException.class, e -> {
                        assertThat(e.code()).isEqualTo(404);
                        assertThat(e.description()).isEqualTo("no  such tea");
                        assertThat(e.retryable()).isFalse();
                        assertThat(e.reply().orElseThrow().headers().first("Nats-Service-Error-Code"))
                                .isEqualTo("404");
                    });
            assertThatThrownBy(() -> lab.asking().call(Judged.ask("e", "thrown"), c -> {}))
                    .isInstanceOfSatisfying(
                            ServiceErrorException.class,
                            e -> assertThat(e.error().toString()).isEqualTo("429:slower"));
            assertThatThrownBy(() -> lab.asking().call(Judged.ask("e", "broken"), c -> {}))
                    .isInstanceOfSatisfying(
                            ServiceErrorException.class,
                            e -> assertThat(e.error().toString()).isEqualTo("500:failed: IllegalStateException"));
            await().atMost(LONG).until(() -> requests(service, 0) == 4);
            EndpointStats seen = lab.asking()
                    .stats(d -> d.instance("s", service.id()))
                    .get(0)
                    .endpoints()
                    .get(0);
            assertThat(seen.errors()).isEqualTo(3);
            assertThat(seen.lastError()).isEqualTo("500:failed: IllegalStateException");
            assertThat(seen.processingTime()).isPositive();
            assertThat(seen.averageProcessingTime())
                    .isEqualTo(seen.processingTime().dividedBy(4));
            assertThat(seen.data().orElseThrow().integer("open", 0)).isEqualTo(3);
            ServiceStats before = service.stats();
            service.resetStats();
            assertThat(requests(service, 0)).isZero();
            assertThat(service.stats().started()).isAfterOrEqualTo(before.started());
            assertThat(service.stats().endpoints().get(0).lastError()).isEmpty();
        }
    }

    @Test
    @Rows("client: Service")
    void a_handler_may_answer_later_or_many_times() {
        CompletableFuture<byte[]> later = new CompletableFuture<>();
        CompletableFuture<String> asked = new CompletableFuture<>();
        SubmissionPublisher<byte[]> source = new SubmissionPublisher<>();
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint(
                                                "later",
                                                e -> e.asyncHandler(r -> {
                                                    asked.complete(r.text());
                                                    return later;
                                                }))
                                        .endpoint("many", e -> e.flowHandler(r -> source))
                                        .endpoint(
                                                "refuses",
                                                e -> e.asyncHandler(r -> CompletableFuture.failedFuture(
                                                        new ServiceErrorException(418, "teapot")))))) {
            CompletableFuture<Message> answer =
                    lab.asking().async().call(Judged.ask("later", "how"), c -> c.timeout(LONG));
            asked.join();
            assertThat(answer).isNotDone();
            assertThat(requests(service, 0)).as("counts when it is taken up").isOne();
            later.complete("so".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.join().text()).isEqualTo("so");
            assertThatThrownBy(() -> lab.asking().call("refuses", new byte[0]))
                    .isInstanceOf(ServiceErrorException.class)
                    .hasMessageContaining("418 teapot");

            try (var replies = lab.guest()
                    .requestMany("many", new byte[0], o -> o.timeout(LONG).emptyEnds())) {
                await().atMost(LONG).until(() -> source.getNumberOfSubscribers() == 1);
                for (int i = 0; i < 100; i++) {
                    source.submit(("" + i).getBytes(StandardCharsets.UTF_8));
                }
                source.close();
                assertThat(replies.all())
                        .extracting(Message::text)
                        .hasSize(100)
                        .startsWith("0", "1")
                        .endsWith("99");
            }
        }
    }

    @Test
    @Rows("client: Service")
    void a_stream_of_answers_that_fails_ends_with_the_error() {
        Flow.Publisher<byte[]> broken = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                subscriber.onError(new ServiceErrorException(410, "gone"));
            }

            @Override
            public void cancel() {}
        });
        try (Lab lab = lab();
                Service service =
                        lab.serving().start("s", "1.0.0", s -> s.endpoint("many", e -> e.flowHandler(r -> broken)))) {
            assertThatThrownBy(() -> lab.asking().call("many", new byte[0]))
                    .isInstanceOf(ServiceErrorException.class)
                    .hasMessageContaining("410 gone");
            await().atMost(LONG).until(() -> service.stats().endpoints().get(0).errors() == 1);
        }
    }

    @Test
    @Rows("client: Service")
    void stopping_answers_what_came_and_takes_no_more() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint(
                                        "slow",
                                        e -> e.handler(r -> {
                                            begun.countDown();
                                            go.await();
                                            r.reply(r.text());
                                        })))) {
            CompletableFuture<Message> first = lab.asking().async().call(Judged.ask("slow", "1"), c -> c.timeout(LONG));
            begun.await();
            CompletableFuture<Message> second =
                    lab.asking().async().call(Judged.ask("slow", "2"), c -> c.timeout(LONG));
            lab.guest().flush();
            lab.host().flush();
            CompletableFuture<Boolean> stopped = service.stopAsync(LONG);
            lab.host().flush();
            assertThat(stopped).isNotDone();
            // the drain may get to the server behind the flush
            await().atMost(LONG)
                    .untilAsserted(() -> assertThatThrownBy(() ->
                                    lab.asking().call(Judged.ask("slow", ""), c -> c.timeout(Duration.ofMillis(500))))
                            .isInstanceOf(NoRespondersException.class));
            go.countDown();
            assertThat(first.join().text()).isEqualTo("1");
            assertThat(second.join().text()).isEqualTo("2");
            assertThat(stopped.join()).isTrue();
            assertThat(service.stopped().join()).isEmpty();
            assertThat(lab.asking().ping(d -> {})).isEmpty();
        }
    }

    @Test
    @Rows("client: Service")
    void stopping_waits_no_longer_than_it_is_told() {
        CompletableFuture<byte[]> never = new CompletableFuture<>();
        CompletableFuture<String> begun = new CompletableFuture<>();
        try (Lab lab = lab();
                Service service = lab.serving()
                        .start(
                                "s",
                                "1.0.0",
                                s -> s.endpoint(
                                        "never",
                                        e -> e.asyncHandler(r -> {
                                            begun.complete("");
                                            return never;
                                        })))) {
            lab.asking().async().call("never", new byte[0]);
            begun.join();
            assertThat(service.stop(Duration.ofMillis(50))).isFalse();
            assertThat(service.stopped()).isDone();
            assertThat(service.stop(LONG)).isFalse();
        }
    }

    @Test
    @Rows("client: Service")
    void it_stops_with_its_connection() {
        try (Lab lab = lab()) {
            Service service = shop(lab.serving());
            lab.host().close();
            assertThat(service.stopped().join()).isEmpty();
            service.close();
            assertThatThrownBy(() -> shop(lab.serving())).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    @Rows("client: Service")
    void stopping_what_its_connection_has_ended_waits_for_no_answer() {
        try (Lab lab = lab()) {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletableFuture<byte[]> never = new CompletableFuture<>();
            Service stuck = lab.serving()
                    .start(
                            "stuck",
                            "1.0.0",
                            s -> s.endpoint(
                                    "stuck",
                                    e -> e.asyncHandler(r -> {
                                        begun.complete(null);
                                        return never;
                                    })));
            lab.guest().publish("stuck", "x".getBytes(StandardCharsets.UTF_8));
            begun.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
            CompletableFuture<Boolean> stopping = stuck.stopAsync(Duration.ofDays(1));
            lab.host().close();
            assertThat(stopping.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join())
                    .isFalse();
            assertThat(stuck.stop(Duration.ofDays(1))).isFalse();
        }
    }

    @Test
    @Rows("client: Service")
    void a_subject_that_the_server_refuses_is_thrown_and_leaves_nothing_behind() {
        String config =
                "authorization { users: [ { user: u, password: p, permissions: { subscribe: { deny: \"secret.>\" } } } ] }";
        try (RunningServer server = target.start(config);
                var connection = io.natskit.Nats.connect("nats://u:p@" + server.host() + ":" + server.port())) {
            Services services = Services.on(connection);
            assertThatThrownBy(() -> services.start(
                            "s",
                            "1.0.0",
                            s -> s.endpoint("e", e -> e.subject("secret.e").handler(r -> {}))))
                    .isInstanceOf(PermissionException.class);
            assertThat(services.ping(d -> {})).isEmpty();
            Service running = services.start("s", "1.0.0", s -> {});
            running.addEndpoint("e", e -> e.subject("secret.e").handler(r -> {}));
            assertThat(running.stopped().join().orElseThrow()).isInstanceOf(PermissionException.class);
            connection.flush();
            assertThat(services.ping(d -> {})).isEmpty();
        }
    }
}
