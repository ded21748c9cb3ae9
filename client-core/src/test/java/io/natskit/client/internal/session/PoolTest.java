// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.ServerAddress;
import io.natskit.client.ServerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final ServerAddress A = ServerAddress.parse("nats://a:1");
    private static final ServerAddress B = ServerAddress.parse("nats://b:2");
    private static final ServerAddress C = ServerAddress.parse("nats://c:3");

    private static Pool pool(int maxAttempts, ServerAddress... servers) {
        return new Pool(List.of(servers), false, maxAttempts, new Random(1));
    }

    private static List<ServerAddress> round(Pool pool) {
        List<ServerAddress> all = new ArrayList<>();
        pool.newRound();
        ServerAddress next = pool.next();
        while (next != null) {
            all.add(next);
            next = pool.next();
        }
        return all;
    }

    @Test
    void server_of_the_last_connection_is_tried_last() {
        Pool pool = pool(-1, A, B, C);
        assertThat(round(pool)).containsExactly(A, B, C);
        pool.connected(A);
        pool.disconnected();
        assertThat(round(pool)).containsExactly(B, C, A);
    }

    @Test
    void server_leaves_after_one_failure_more_than_allowed_and_success_forgives() {
        Pool pool = pool(1, A, B);
        pool.failed(A);
        pool.connected(A);
        pool.failed(A);
        assertThat(round(pool)).contains(A);
        pool.failed(A);
        assertThat(round(pool)).containsExactly(B);
        pool.failed(B);
        pool.failed(B);
        assertThat(pool.newRound()).isFalse();
    }

    @Test
    void servers_told_of_come_and_go_but_the_present_one_stays() {
        Pool pool = pool(-1, A);
        assertThat(pool.discovered(List.of(A, B, C)).added()).containsExactly(B, C);
        pool.connected(B);
        Pool.Discovery change = pool.discovered(List.of(A));
        assertThat(change.removed()).containsExactly(C);
        assertThat(pool.servers()).extracting(ServerPool.Entry::address).containsExactly(A, B);
        assertThat(pool.current()).contains(B);
    }

    @Test
    void replaced_pool_knows_only_the_new_servers() {
        Pool pool = pool(-1, A);
        pool.connected(A);
        pool.discovered(List.of(C));
        pool.replace(List.of("nats://b:2", "nats://c:3"));
        assertThat(round(pool)).containsExactly(B, C);
        assertThat(pool.current()).isEmpty();
    }

    @Test
    void preferred_server_comes_first_and_a_stranger_is_refused() {
        Pool pool = pool(-1, A, B, C);
        pool.newRound();
        assertThat(pool.prefer(C)).isTrue();
        assertThat(pool.next()).isEqualTo(C);
        assertThat(pool.prefer(ServerAddress.parse("nats://x:1"))).isFalse();
        assertThat(pool.others(A)).containsExactlyInAnyOrder(B, C);
    }

    @Test
    void same_refusal_again_is_noticed() {
        Pool pool = pool(-1, A, B);
        assertThat(pool.refused(A, "no")).isFalse();
        assertThat(pool.refused(B, "no")).isFalse();
        assertThat(pool.refused(A, "no")).isTrue();
        pool.connected(A);
        assertThat(pool.refused(A, "no")).isFalse();
    }

    @Test
    void shuffled_pool_keeps_all_servers() {
        Pool pool = new Pool(List.of(A, B, C), true, -1, new Random(7));
        assertThat(round(pool)).containsExactlyInAnyOrder(A, B, C);
    }
}
