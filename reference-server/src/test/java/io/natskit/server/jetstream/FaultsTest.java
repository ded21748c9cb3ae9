// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.config.JetStreamAccountOptions;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.account.JetStreamLog;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.jetstream.api.Api;
import io.natskit.server.jetstream.api.Operation;
import io.natskit.server.jetstream.consumer.ConsumerLimitsInForce;
import io.natskit.server.jetstream.consumer.ConsumerStores;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.storage.MemoryMessageStore;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalClients;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.LoopClock;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a fault of the server itself reaches: one stream, one consumer or one request, and nobody else. No sockets; a store that fails as it is told. */
@SuppressWarnings("NullAway.Init")
class FaultsTest {
    private static final byte[] NOTHING = {};

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Throwable> deaths = new CopyOnWriteArrayList<>();
    private final Account<Subscription> account =
            new Accounts<Subscription>(ServerOptions.builder().build()).global();
    private final BlockingQueue<Runnable> pool = new LinkedBlockingQueue<>();
    private EventLoops loops;
    private EventLoop loop;
    private LocalClients clients;
    private JetStreamAccount own;
    private volatile boolean slowDisk;
    private volatile @Nullable String failing;
    private volatile @Nullable Throwable fault;

    @BeforeEach
    void start() throws Exception {
        loops = EventLoops.start(1, "test", LoopClock.SYSTEM, deaths::add);
        loop = loops.get(0);
        clients = new LocalClients(loops, new RouterLane[] {new RouterLane(0)});
        JetStreamServer server = new JetStreamServer(
                JetStreamOptions.builder().build(),
                clients,
                InstantSource.system(),
                this::toPool,
                new Lines(),
                "name",
                "id",
                1 << 20,
                1 << 30,
                1 << 30,
                null,
                Map.of());
        own = new JetStreamAccount(
                server, account, JetStreamAccountOptions.builder().build(), loop);
        LocalInbox inbox = new LocalInbox(loop, this::answered, 1_000, 1 << 20, false);
        on(() -> clients.subscribe(account, "answer.>", null, inbox));
        fault = new IllegalStateException("piece 7 is gone");
    }

    @AfterEach
    void stop() {
        loops.stop();
    }

    private final class Lines implements JetStreamLog {
        @Override
        public void notice(String text) {}

        @Override
        public void warn(String text) {
            log.add(text);
        }

        @Override
        public void error(String text) {
            log.add(text);
        }
    }

    private void toPool(Runnable task) {
        if (slowDisk) {
            pool.add(task);
        } else {
            task.run();
        }
    }

    private void answered(LocalMessage message) {
        String header = new String(message.headerBytes(), UTF_8).strip();
        answers.add(
                message.subject().replace("answer.", "") + " " + header + new String(message.payloadBytes(), UTF_8));
    }

    private void on(Runnable action) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            action.run();
            done.countDown();
        });
        assertThat(done.await(5, TimeUnit.SECONDS)).as("the loop lives").isTrue();
    }

    private String ask(String subject, String name, String body) throws InterruptedException {
        on(() -> clients.publisher(loop)
                .publish(account, bytes(subject), bytes("answer." + name), NOTHING, bytes(body)));
        String answer = answers.poll(5, TimeUnit.SECONDS);
        assertThat(answer).as("the answer to " + subject).isNotNull();
        return String.valueOf(answer);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A stream whose store throws {@link #fault} from the method that {@link #failing} names. */
    private Stream stream(StreamConfig config) throws InterruptedException {
        MessageStore store = new MemoryMessageStore();
        MessageStore faulty = (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(),
                new Class<?>[] {MessageStore.class},
                (proxy, method, arguments) -> {
                    Throwable now = fault;
                    if (method.getName().equals(failing) && now != null) {
                        throw now;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
        return open(config, faulty);
    }

    private Stream open(StreamConfig config, MessageStore faulty) throws InterruptedException {
        Stream stream = new Stream(own, loop, config, Instant.EPOCH, faulty, null);
        on(stream::start);
        return stream;
    }

    @Test
    void a_message_that_its_stream_cannot_bear_is_answered_by_an_error_and_takes_out_that_stream_alone()
            throws Exception {
        Stream broken = stream(StreamConfig.builder("B").subjects("b").build());
        stream(StreamConfig.builder("W").subjects("w").build());
        assertThat(ask("b", "1", "one")).isEqualTo("1 {\"stream\":\"B\",\"seq\":1}");

        failing = "append";
        assertThat(ask("b", "2", "two")).contains("\"err_code\":10194", "stream is offline: internal error");
        failing = null;
        assertThat(ask("b", "3", "three")).contains("\"err_code\":10194");
        assertThat(ask("w", "4", "four")).contains("\"stream\":\"W\"", "\"seq\":1");

        assertThat(broken.isOffline()).isTrue();
        assertThat(broken.store().lastSequence()).as("what was stored stays").isEqualTo(1);
        assertThat(log).singleElement().asString().contains("'$G > B'", "out of service", "piece 7 is gone");
        assertThat(deaths).isEmpty();
    }

    @Test
    void a_publish_that_cannot_be_written_is_refused_at_once_though_a_sync_takes_its_time() throws Exception {
        stream(StreamConfig.builder("F").subjects("f").build());
        slowDisk = true;
        on(() -> clients.publisher(loop).publish(account, bytes("f"), bytes("answer.1"), NOTHING, bytes("one")));
        Runnable sync = pool.poll(5, TimeUnit.SECONDS);
        assertThat(sync).as("the sync of the first").isNotNull();

        fault = new StoreFailedException("No space left on device", null);
        failing = "flush";
        assertThat(ask("f", "2", "two")).startsWith("2 ").contains("\"err_code\":10077", "No space left");
        failing = "append";
        assertThat(ask("f", "3", "three")).startsWith("3 ").contains("\"err_code\":10077", "No space left");

        failing = null;
        Objects.requireNonNull(sync).run();
        assertThat(answers.poll(5, TimeUnit.SECONDS)).isEqualTo("1 {\"stream\":\"F\",\"seq\":1}");
    }

    @Test
    void whoever_waits_for_a_stream_that_fails_is_told() throws Exception {
        Stream broken = stream(StreamConfig.builder("B").subjects("b").build());
        List<String> told = new CopyOnWriteArrayList<>();
        on(() -> {
            broken.changes().whenCommitted(problem -> told.add(String.valueOf(problem)));
            broken.fence().report(new IllegalStateException("x"));
            broken.changes().whenCommitted(problem -> told.add(String.valueOf(problem)));
        });
        assertThat(told).hasSize(2).allMatch(one -> one.contains("offline"));
        CountDownLatch closed = new CountDownLatch(1);
        on(() -> broken.close(true, closed::countDown));
        assertThat(closed.await(5, TimeUnit.SECONDS)).as("it can be deleted").isTrue();
    }

    @Test
    void a_timer_that_fails_takes_out_its_stream_alone() throws Exception {
        Stream broken = stream(StreamConfig.builder("B")
                .subjects("b")
                .maxAge(Duration.ofMillis(100))
                .duplicateWindow(Duration.ofMillis(100))
                .build());
        failing = "remove";
        ask("b", "1", "one");
        await().atMost(Duration.ofSeconds(20)).until(broken::isOffline);
        assertThat(ask("b", "2", "two")).contains("\"err_code\":10194");
        assertThat(log).singleElement().asString().contains("'$G > B'");
        assertThat(deaths).isEmpty();
    }

    @Test
    void a_consumer_that_fails_goes_alone_and_whoever_waits_for_it_is_told() throws Exception {
        Stream stream = stream(StreamConfig.builder("S").subjects("s").build());
        for (String name : List.of("broken", "whole")) {
            on(() -> Consumers.make(
                    stream,
                    ConsumerConfig.builder(name).durable(name).build(),
                    ConsumerAction.CREATE_OR_UPDATE,
                    false,
                    new ConsumerLimitsInForce(0, 0, 0, 0, 0),
                    ConsumerStores.MEMORY,
                    made -> {},
                    problem -> {
                        throw problem;
                    }));
        }
        ask("s", "1", "one");
        failing = "read";
        assertThat(ask("$JS.API.CONSUMER.MSG.NEXT.S.broken", "pull", ""))
                .contains("pull NATS/1.0 409 Consumer Offline");
        failing = null;
        assertThat(ask("$JS.API.CONSUMER.MSG.NEXT.S.whole", "pull", "")).isEqualTo("s one");
        assertThat(ask("s", "2", "two")).contains("\"seq\":2");

        assertThat(Consumers.find(stream, "broken")).matches(one -> one != null && one.isOffline());
        assertThat(stream.isOffline()).isFalse();
        assertThat(log).singleElement().asString().contains("'$G > S > broken'", "out of service", "piece 7 is gone");
        assertThat(deaths).isEmpty();
    }

    @Test
    void a_request_that_fails_is_answered_by_an_error_on_whatever_loop_and_in_whatever_turn() throws Exception {
        Operation.Handler fails = request -> {
            throw new IllegalStateException("no such luck");
        };
        Api api = new Api(own)
                .with(List.of(
                        Operation.of("AT.HOME", "test", fails),
                        Operation.of("IN.TURN", "test", Api.inTurn(fails)),
                        Operation.of("ON.STREAM", "test", request -> Api.onStream(request, "M", fails(request))),
                        Operation.of("FINE", "test", request -> request.success())));
        CountDownLatch made = new CountDownLatch(1);
        on(() -> {
            clients.subscribe(account, "$JS.API.>", null, new LocalInbox(loop, api, 1_000, 1 << 20, true));
            own.lives()
                    .create(
                            StreamConfig.builder("M")
                                    .subjects("m")
                                    .storage(StorageType.MEMORY)
                                    .build(),
                            stream -> made.countDown(),
                            problem -> {
                                throw problem;
                            });
        });
        assertThat(made.await(5, TimeUnit.SECONDS)).isTrue();
        for (String which : List.of("AT.HOME", "IN.TURN", "ON.STREAM", "IN.TURN")) {
            assertThat(ask("$JS.API." + which, which, "")).contains("\"code\":500", "internal error");
        }
        assertThat(ask("$JS.API.FINE", "fine", "")).contains("\"success\":true");
        assertThat(ask("m", "1", "one")).as("the stream goes on").contains("\"seq\":1");
        assertThat(log).hasSize(4).allMatch(line -> line.contains("no such luck"));
        assertThat(own.server().inflight()).hasValue(0);
        assertThat(deaths).isEmpty();
    }

    private static Api.StreamAction fails(Object request) {
        return stream -> {
            throw new IllegalStateException("no such luck for " + request);
        };
    }

    @Test
    void an_error_still_ends_the_loop_and_with_it_the_process() throws Exception {
        stream(StreamConfig.builder("B").subjects("b").build());
        fault = new OutOfMemoryError("as the test asked");
        failing = "append";
        loop.execute(() -> clients.publisher(loop).publish(account, bytes("b"), bytes("one")));
        await().atMost(Duration.ofSeconds(5)).until(() -> !deaths.isEmpty());
        assertThat(deaths).singleElement().isInstanceOf(OutOfMemoryError.class);
    }
}
