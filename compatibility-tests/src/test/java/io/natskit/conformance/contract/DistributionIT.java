// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets which message when there are many. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record DistributionIT(Target target) implements Judged {
    private static final int MESSAGES = 3000;

    @Test
    @Rows("CP-23")
    void a_group_of_three_connections_shares_the_messages() {
        try (RunningServer server = target.start("");
                Peer a = Peer.login(server);
                Peer b = Peer.login(server);
                Peer c = Peer.login(server);
                Peer publisher = Peer.login(server)) {
            List<Peer> members = List.of(a, b, c);
            members.forEach(member -> {
                member.send("SUB work g 1\r\n");
                member.fence();
            });
            publisher.send("PUB work 1\r\nx\r\n".repeat(MESSAGES));
            publisher.fence();
            List<Integer> shares =
                    members.stream().map(DistributionIT::received).toList();

            assertThat(shares.stream().mapToInt(Integer::intValue).sum()).isEqualTo(MESSAGES);
            assertThat(shares).allSatisfy(share -> assertThat(share).isBetween(MESSAGES / 6, MESSAGES / 2));
        }
    }

    @Test
    @Rows("CP-23")
    void a_group_within_one_connection_shares_the_messages() {
        try (RunningServer server = target.start("");
                Peer peer = Peer.login(server)) {
            peer.send("SUB work g 1\r\nSUB work g 2\r\n");
            peer.send("PUB work 1\r\nx\r\n".repeat(1000));
            peer.send("PING\r\n");
            int first = 0;
            int all = 0;
            for (String line = peer.line(); !"PONG".equals(line); line = peer.line()) {
                first += line != null && line.startsWith("MSG work 1 ") ? 1 : 0;
                all += line != null && line.startsWith("MSG ") ? 1 : 0;
            }

            assertThat(all).isEqualTo(1000);
            assertThat(first).isBetween(300, 700);
        }
    }

    @Test
    @Rows("CP-24")
    void each_publishers_order_is_kept_for_every_subscriber() throws InterruptedException, ExecutionException {
        try (RunningServer server = target.start("");
                Peer a = Peer.login(server);
                Peer b = Peer.login(server)) {
            a.send("SUB o.> 1\r\n");
            a.fence();
            b.send("SUB o.* 1\r\n");
            b.fence();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> publishing = new ArrayList<>();
                for (int p = 0; p < 4; p++) {
                    int publisher = p;
                    publishing.add(threads.submit(() -> publish(server, publisher)));
                }
                for (Future<?> each : publishing) {
                    each.get();
                }
            } finally {
                threads.shutdown();
            }
            inOrder(a);
            inOrder(b);
        }
    }

    private static void publish(RunningServer server, int publisher) {
        try (Peer peer = Peer.login(server)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < MESSAGES; i++) {
                String body = publisher + " " + i;
                all.append("PUB o." + (i % 7) + " " + body.length() + "\r\n" + body + "\r\n");
            }
            peer.send(all.toString());
            peer.fence();
        }
    }

    private static void inOrder(Peer peer) {
        peer.send("PING\r\n");
        int[] next = new int[4];
        for (String line = peer.line(); !"PONG".equals(line); line = peer.line()) {
            if (line != null && !line.startsWith("MSG ")) {
                String[] words = line.split(" ");
                int publisher = Integer.parseInt(words[0]);
                assertThat(Integer.parseInt(words[1]))
                        .as("next of publisher %d", publisher)
                        .isEqualTo(next[publisher]++);
            }
        }
        assertThat(next).containsOnly(MESSAGES);
    }

    private static int received(Peer peer) {
        peer.send("PING\r\n");
        int count = 0;
        for (String line = peer.line(); !"PONG".equals(line); line = peer.line()) {
            count += line != null && line.startsWith("MSG ") ? 1 : 0;
        }
        return count;
    }
}
