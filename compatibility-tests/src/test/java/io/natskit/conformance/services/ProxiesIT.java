// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.NoRespondersException;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.service.Service;
import io.natskit.client.service.ServiceCall;
import io.natskit.client.service.ServiceErrorException;
import io.natskit.conformance.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A Java interface on both ends: its methods are calls here and endpoints there. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.services.Judged#targets")
record ProxiesIT(Target target) implements Judged {

    /** What is served and called. */
    interface Prices {
        int of(String tea);

        @ServiceCall(subject = "set.price")
        void set(String teaAndPrice);

        CompletableFuture<Long> total();

        Flow.Publisher<String> teas();

        @ServiceCall(timeoutMillis = 50)
        byte[] never(byte[] in);

        boolean within(Duration time);

        default int twice(String tea) {
            return 2 * of(tea);
        }
    }

    private static final class Table implements Prices {
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private int green = 300;

        @Override
        public int of(String tea) {
            if (!tea.equals("green")) {
                throw new ServiceErrorException(404, "no " + tea);
            }
            return green;
        }

        @Override
        public void set(String teaAndPrice) {
            green = Integer.parseInt(teaAndPrice.split(" ")[1]);
        }

        @Override
        public CompletableFuture<Long> total() {
            return CompletableFuture.completedFuture(7_000_000_000L);
        }

        @Override
        public Flow.Publisher<String> teas() {
            return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                private int sent;

                @Override
                public void request(long n) {
                    for (long i = 0; i < n && sent < 40; i++) {
                        subscriber.onNext("tea" + sent++);
                    }
                    if (sent == 40) {
                        sent++;
                        subscriber.onComplete();
                    }
                }

                @Override
                public void cancel() {
                    sent = 41;
                }
            });
        }

        @Override
        public byte[] never(byte[] in) {
            over.join();
            return in;
        }

        @Override
        public boolean within(Duration time) {
            return time.compareTo(Duration.ofSeconds(15)) > 0 && time.compareTo(LONG) <= 0;
        }
    }

    /** Takes items two by two. */
    private static final class Pairs implements Flow.Subscriber<String> {
        private final List<String> got = new ArrayList<>();
        private final CompletableFuture<List<String>> all = new CompletableFuture<>();
        private Flow.@Nullable Subscription source;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            subscription.request(2);
        }

        @Override
        public void onNext(String item) {
            got.add(item);
            if (got.size() % 2 == 0 && source != null) {
                source.request(2);
            }
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            all.complete(got);
        }
    }

    private static Service serve(Lab lab, Table table) {
        return lab.serving()
                .start(
                        "prices",
                        "1.0.0",
                        s -> s.group(
                                "prices",
                                g -> g.implement(Prices.class, table, io.natskit.client.service.ServiceCodec.text())));
    }

    @Test
    @Rows("client: Service proxy")
    void methods_are_calls() {
        Table table = new Table();
        try (Lab lab = lab();
                Service service = serve(lab, table)) {
            Prices prices =
                    lab.asking().proxy(Prices.class, p -> p.prefix("prices").call(c -> c.timeout(LONG)));
            assertThat(prices.of("green")).isEqualTo(300);
            prices.set("green 310");
            assertThat(prices.of("green")).isEqualTo(310);
            assertThat(prices.twice("green")).isEqualTo(620);
            assertThat(prices.total().join()).isEqualTo(7_000_000_000L);
            assertThat(prices.within(LONG)).isTrue();
            Prices same = prices;
            assertThat(prices).isEqualTo(same).hasToString("Prices[calls of prices]");
            assertThat(service.info().endpoints())
                    .extracting(e -> e.subject())
                    .contains("prices.set.price", "prices.of");
            Pairs pairs = new Pairs();
            prices.teas().subscribe(pairs);
            assertThat(pairs.all.join()).hasSize(40).startsWith("tea0", "tea1").endsWith("tea39");
        }
    }

    @Test
    @Rows("client: Service proxy")
    void what_goes_wrong_is_thrown() {
        Table table = new Table();
        try (Lab lab = lab();
                Service service = serve(lab, table)) {
            Prices prices = lab.asking().proxy(Prices.class, p -> p.prefix("prices"));
            assertThatThrownBy(() -> prices.of("red"))
                    .isInstanceOfSatisfying(
                            ServiceErrorException.class,
                            e -> assertThat(e.code()).isEqualTo(404));
            assertThatThrownBy(() -> prices.set("green")).hasMessageContaining("500 failed: ArrayIndexOutOfBounds");
            assertThatThrownBy(() -> prices.never(new byte[1])).isInstanceOf(RequestTimeoutException.class);
            table.over.complete(null);
            Prices nobody = lab.asking().proxy(Prices.class, p -> p.prefix("nowhere"));
            assertThatThrownBy(() -> nobody.of("green")).isInstanceOf(NoRespondersException.class);
            Pairs pairs = new Pairs();
            nobody.teas().subscribe(pairs);
            assertThatThrownBy(pairs.all::join).hasCauseInstanceOf(NoRespondersException.class);
            assertThat(service.stopped()).isNotDone();
        }
    }
}
