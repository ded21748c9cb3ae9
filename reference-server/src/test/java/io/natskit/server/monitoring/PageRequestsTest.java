// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.monitoring.PageRequests.Asked;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets which answer, and how many pages are made for them. */
@Timeout(30)
class PageRequestsTest {
    private static final Asked VARZ = new Asked("/varz", null);
    private static final Asked CONNZ = new Asked("/connz", "sort=cid");

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();
    private final List<String> told = new ArrayList<>();

    /** Each answer says what it is for, for how many, and how many were made before. */
    private Answer make(Asked asked, int askers) {
        return Answer.text(200, asked.path() + " for " + askers + ", " + made.getAndIncrement());
    }

    /** As {@link #make}, but the first page is being made until {@link #goOn}. */
    private Answer makeFirstSlowly(Asked asked, int askers) {
        if (begun.getCount() > 0) {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return make(asked, askers);
    }

    private static PageRequests.Bounds makers(int makers) {
        return new PageRequests.Bounds(makers, 100, 100);
    }

    private void tell(Answer answer, Runnable sent) {
        hear(answer);
        sent.run();
    }

    private void hear(Answer answer) {
        told.add(new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Test
    void one_after_another_each_gets_an_answer_of_his_own() {
        PageRequests requests = new PageRequests(this::make, makers(1));
        requests.ask(VARZ, this::tell);
        requests.ask(VARZ, this::tell);
        assertThat(told).containsExactly("/varz for 1, 0", "/varz for 1, 1");
    }

    @Test
    void who_asks_while_a_page_is_made_shares_the_next_and_never_gets_that_one() throws Exception {
        PageRequests requests = new PageRequests(this::makeFirstSlowly, makers(1));
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> requests.ask(VARZ, this::tell));
        begun.await();
        requests.ask(VARZ, this::tell);
        requests.ask(CONNZ, this::tell);
        requests.ask(VARZ, this::tell);
        assertThat(told).isEmpty();
        goOn.countDown();
        first.get(20, TimeUnit.SECONDS);
        assertThat(told).containsExactly("/varz for 1, 0", "/varz for 2, 1", "/varz for 2, 1", "/connz for 1, 2");
    }

    @Test
    void another_question_about_the_same_page_gets_another_answer() throws Exception {
        PageRequests requests = new PageRequests(this::makeFirstSlowly, makers(1));
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> requests.ask(VARZ, this::tell));
        begun.await();
        requests.ask(CONNZ, this::tell);
        requests.ask(new Asked("/connz", "sort=start"), this::tell);
        goOn.countDown();
        first.get(20, TimeUnit.SECONDS);
        assertThat(told).containsExactly("/varz for 1, 0", "/connz for 1, 1", "/connz for 1, 2");
    }

    @Test
    void a_second_maker_does_not_wait_for_the_first() throws Exception {
        PageRequests requests = new PageRequests(this::makeFirstSlowly, makers(2));
        CompletableFuture<Void> first =
                CompletableFuture.runAsync(() -> requests.ask(VARZ, (answer, sent) -> sent.run()));
        begun.await();
        requests.ask(CONNZ, this::tell);
        assertThat(told).containsExactly("/connz for 1, 0");
        goOn.countDown();
        first.get(20, TimeUnit.SECONDS);
        assertThat(made).hasValue(2);
    }

    @Test
    void a_maker_that_an_answer_threw_out_makes_room_for_the_next() {
        PageRequests requests = new PageRequests(this::make, new PageRequests.Bounds(1, 1, 1));
        assertThatThrownBy(() -> requests.ask(VARZ, (answer, sent) -> {
                    throw new OutOfMemoryError("no thread");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        requests.ask(CONNZ, this::tell);
        assertThat(told).containsExactly("/connz for 1, 1");
    }

    @Test
    void no_page_is_made_while_too_many_are_unsent_and_the_next_when_the_last_asker_of_one_has_his() throws Exception {
        PageRequests requests = new PageRequests(this::makeFirstSlowly, new PageRequests.Bounds(1, 2, 100));
        List<Runnable> unsent = new ArrayList<>();
        PageRequests.Asker slow = (answer, sent) -> {
            hear(answer);
            unsent.add(sent);
        };
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> requests.ask(CONNZ, slow));
        begun.await();
        requests.ask(VARZ, slow);
        requests.ask(VARZ, slow);
        requests.ask(CONNZ, this::tell);
        goOn.countDown();
        first.get(20, TimeUnit.SECONDS);
        assertThat(told).containsExactly("/connz for 1, 0", "/varz for 2, 1", "/varz for 2, 1");
        unsent.get(1).run();
        assertThat(told).hasSize(3);
        unsent.get(2).run();
        assertThat(told).endsWith("/connz for 1, 2");
    }

    @Test
    void who_asks_where_too_many_wait_is_told_so_and_gets_nothing() throws Exception {
        PageRequests requests = new PageRequests(this::makeFirstSlowly, new PageRequests.Bounds(1, 100, 2));
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> requests.ask(VARZ, this::tell));
        begun.await();
        assertThat(requests.ask(CONNZ, this::tell)).isTrue();
        assertThat(requests.ask(CONNZ, this::tell)).isTrue();
        assertThat(requests.ask(VARZ, this::tell)).isFalse();
        goOn.countDown();
        first.get(20, TimeUnit.SECONDS);
        assertThat(told).containsExactly("/varz for 1, 0", "/connz for 2, 1", "/connz for 2, 1");
        assertThat(requests.ask(VARZ, this::tell)).isTrue();
    }
}
