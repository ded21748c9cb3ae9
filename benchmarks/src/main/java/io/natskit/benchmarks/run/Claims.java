// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import static io.natskit.benchmarks.run.Claim.Kind.DIFFERENCE_AT_MOST;
import static io.natskit.benchmarks.run.Claim.Kind.OURS_AT_MOST;
import static io.natskit.benchmarks.run.Claim.Kind.RATIO_AT_LEAST;
import static io.natskit.benchmarks.run.Claim.atMost;
import static io.natskit.benchmarks.run.Claim.faster;
import static io.natskit.benchmarks.run.Claim.reported;

import java.util.ArrayList;
import java.util.List;

/** Everything that the benchmarks hold us to, table by table. */
final class Claims {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private Claims() {}

    static List<Claim> all() {
        List<Claim> claims = new ArrayList<>();
        server(claims);
        scrapes(claims);
        doors(claims);
        natsBench(claims);
        cliBench(claims);
        client(claims, "nats-server", "their", 1.3);
        client(claims, "our server", "our", 1.5);
        jetStreamServer(claims);
        jetStreamClient(claims);
        stores(claims);
        lameDuck(claims);
        startup(claims);
        memory(claims);
        return claims;
    }

    private static void server(List<Claim> claims) {
        String group = "server";
        claims.add(faster(group, "pub16x1", "publish only, 16 B, 1 publisher", 2.5));
        claims.add(faster(group, "pub16x4", "publish only, 16 B, 4 publishers", 2.5));
        claims.add(faster(group, "pub128x1", "publish only, 128 B, 1 publisher", 2.0));
        claims.add(faster(group, "pub128x4", "publish only, 128 B, 4 publishers", 2.0));
        claims.add(reported(group, "pub1k", "publish only, 1 KiB", "rate", "/s"));
        claims.add(faster(group, "one16", "one to one, 16 B", 4.0));
        claims.add(atMost(group, "one16", "one to one, 16 B: server CPU a message", "cpu", "µs", 0.3));
        claims.add(faster(group, "one128", "one to one, 128 B", 2.5));
        claims.add(faster(group, "one1k", "one to one, 1 KiB", 1.2));
        claims.add(faster(group, "one64k", "one to one, 64 KiB", 1.1));
        claims.add(faster(group, "fan128", "one to four, 128 B (published)", 2.5));
        claims.add(reported(group, "fan64k", "one to four, 64 KiB (published)", "rate", "/s"));
        claims.add(reported(group, "four16", "four to one, 16 B", "rate", "/s"));
        claims.add(faster(group, "rr1", "request-reply, 1 client", 1.2));
        claims.add(reported(group, "rr1", "request-reply, 1 client: p50", "p50us", "µs"));
        claims.add(atMost(group, "rr1", "request-reply, 1 client: p99", "p99us", "µs", 1.0));
        claims.add(faster(group, "rr10", "request-reply, 10 clients", 1.1));
        claims.add(reported(group, "rr10", "request-reply, 10 clients: p50", "p50us", "µs"));
        claims.add(atMost(group, "rr10", "request-reply, 10 clients: p99", "p99us", "µs", 1.0));
        claims.add(faster(group, "trie", "random subjects over 100,000 subscriptions, 16 B", 1.5));
        claims.add(atMost(group, "fair", "requester beside a flat-out publisher: p99", "p99us", "µs", 1.0));
        claims.add(reported(group, "fair", "requester beside a flat-out publisher: p50", "p50us", "µs"));
        claims.add(reported(group, "fair", "… and the publisher's rate meanwhile", "stream.rate", "/s"));
        String users = "users with permissions on both: one to one, 128 B";
        claims.add(faster(group, "users128", users, 1.3));
        claims.add(faster(group, "tls128", users + ", TLS 1.3", 1.0));
        claims.add(reported(group, "tls128", users + ", TLS 1.3: server CPU a message", "cpu", "µs"));
        String cost = "permissions, two accounts, statistics over a bare server: ";
        claims.add(faster(group, "cost16", cost + "one to one, 16 B", 0.85));
        claims.add(faster(group, "cost128", cost + "one to one, 128 B", 0.85));
        claims.add(faster(group, "cost-rr", cost + "request-reply, 10 clients", 0.85));
    }

    private static void scrapes(List<Claim> claims) {
        String group = "scrapes";
        String beside = "one to one, 128 B, beside a scraper over without one: ";
        claims.add(faster(group, "scraped", beside + "an exporter's ten pages a second, our server", 0.97));
        claims.add(faster(group, "scraped-metrics", beside + "/metrics each second, our server", 0.97));
        claims.add(reported(
                group, "scraped-native", beside + "an exporter's ten pages a second, nats-server", "rate", "/s"));
        String crowd = "1,000 scrapes at the same moment, beside a publisher and a requester: ";
        claims.add(atMost(group, "crowd", crowd + "the requester's p99", "p99us", "µs", 1.0));
        claims.add(reported(group, "crowd", "… its p50", "p50us", "µs"));
        claims.add(reported(group, "crowd", "… its longest wait", "maxus", "µs"));
        claims.add(reported(group, "crowd", "… the publisher's rate", "stream.rate", "/s"));
        claims.add(reported(group, "crowd", "… until all are answered", "crowdms", "ms"));
    }

    private static void doors(List<Claim> claims) {
        String group = "doors";
        claims.add(faster(group, "ws128", "WebSocket, one to one, 128 B, not compressed", 1.5));
        claims.add(faster(group, "ws4k-packed", "WebSocket, one to one, 4 KiB, compressed", 0.9));
        claims.add(faster(group, "mqtt0", "MQTT, one to one, 128 B, QoS 0", 1.5));
        claims.add(faster(group, "mqtt1", "MQTT, one to one, 128 B, QoS 1, 256 in flight", 1.2));
        claims.add(atMost(group, "mqtt-idle", "each of 9,500 idle MQTT sessions", "kB", "kB", 1.0));
        claims.add(
                faster(group, "ws-client128", "our client over jnats on nats-server, WebSocket, publish 128 B", 1.3));
    }

    private static void natsBench(List<Claim> claims) {
        String group = "nats-bench";
        for (NatsBenchRows.Row row : NatsBenchRows.ROWS) {
            claims.add(faster(group, row.name(), row.label(), 0.95));
        }
        claims.add(faster(group, NatsBenchRows.MIDDLE, "the middle of these rows", 1.05));
    }

    private static void cliBench(List<Claim> claims) {
        String group = "cli-bench";
        for (String prefix : CliBenchRows.SERVERS) {
            String on = prefix.equals("cb-our-") ? " (our server)" : " (nats-server)";
            for (CliBenchRows.Row one : CliBenchRows.ROWS) {
                String row = prefix + one.name();
                claims.add(faster(group, row, one.label() + on, 0.9));
                if (one.hears()) {
                    claims.add(new Claim(group, row, "… and sub" + on, "heard", "/s", RATIO_AT_LEAST, 0.9));
                }
                String seen = "… the time that the server saw at least, over what natskit says" + on;
                claims.add(new Claim(group, row, seen, "overstated", "", OURS_AT_MOST, 1.0));
            }
        }
    }

    private static void jetStreamServer(List<Claim> claims) {
        String group = "jetstream";
        for (int inFlight : new int[] {1, 16, 1024}) {
            claims.add(faster(group, "js-memory" + inFlight, "publish 128 B, memory, " + inFlight + " in flight", 1.3));
        }
        for (int inFlight : new int[] {1, 16, 1024}) {
            String label = "publish 128 B, file synced every two minutes, " + inFlight + " in flight";
            claims.add(faster(group, "js-file" + inFlight, label, 1.3));
        }
        claims.add(faster(group, "js-always1", "publish 128 B, file synced always, 1 in flight", 1.0));
        claims.add(faster(group, "js-always256", "publish 128 B, file synced always, 256 in flight", 10));
        claims.add(faster(group, "js-default256", "publish 128 B, file, each at its default, 256 in flight", 0.8));
        String encrypted = "publish 128 B, file encrypted by both, ";
        claims.add(faster(group, "js-chacha1024", encrypted + "ChaCha20, 1,024 in flight", 1.0));
        claims.add(faster(group, "js-aes1024", encrypted + "AES, 1,024 in flight", 1.0));
        claims.add(faster(group, "js-aes-always256", encrypted + "AES, synced always, 256 in flight", 1.0));
        claims.add(faster(group, "js-consume-none", "pull consumer, ack none, 128 B", 1.2));
        claims.add(faster(group, "js-consume-explicit", "pull consumer, ack explicit, 128 B", 1.2));
        claims.add(faster(group, "js-get1", "direct get, 1 in flight", 1.2));
        claims.add(faster(group, "js-get64", "direct get, 64 in flight", 1.2));
        String many = "1,000,000 subjects in a file stream: ";
        claims.add(faster(group, "js-subjects", many + "publish 16 B, 1,024 in flight", 1.0));
        claims.add(atMost(group, "js-subjects", many + "memory a subject", "kB", "kB", 1.0));
        claims.add(new Claim(
                group,
                "js-subjects",
                many + "consumers with a filter made, their state in memory",
                "filters",
                "/s",
                Claim.Kind.RATIO_AT_LEAST,
                1.0));
        claims.add(reported(
                group, "js-subjects", "… and with their state in files, which ours syncs at once", "durables", "/s"));
        claims.add(atMost(group, "js-restart", "restart with 10,000,000 messages", "ms", "ms", 1.0));
        claims.add(atMost(group, "js-killed", "… after a kill, without an index", "ms", "ms", 1.0));
    }

    private static void jetStreamClient(List<Claim> claims) {
        String group = "client";
        String on = " (JetStream, nats-server)";
        claims.add(faster(group, "their-js-publish", "blocking publish, 128 B" + on, 1.1));
        claims.add(faster(group, "their-js-async1024", "1,024 publishes in flight, 128 B" + on, 1.5));
        claims.add(faster(group, "their-js-ingest", "fast ingest over 1,024 in flight, 128 B" + on, 3.0));
        claims.add(faster(group, "their-js-consume-none", "consume, ack none, 128 B" + on, 1.3));
        claims.add(faster(group, "their-js-consume-explicit", "consume, ack explicit, 128 B" + on, 1.3));
    }

    private static void stores(List<Claim> claims) {
        String group = "client";
        String on = " (nats-server)";
        claims.add(faster(group, "their-kv-put", "bucket: blocking put, 128 B" + on, 1.1));
        claims.add(faster(group, "their-kv-get", "bucket: blocking get, 128 B" + on, 1.1));
        String threads = " in flight, jnats with as many threads, 128 B" + on;
        claims.add(faster(group, "their-kv-put256", "bucket: 256 puts" + threads, 1.5));
        claims.add(faster(group, "their-kv-get256", "bucket: 256 gets" + threads, 1.5));
        claims.add(faster(group, "their-kv-watch", "bucket: watch of 100,000 keys" + on, 1.3));
        claims.add(faster(group, "their-object-put", "object of 64 MiB: put (bytes)" + on, 2.0));
        claims.add(faster(group, "their-object-get", "object of 64 MiB: get (bytes)" + on, 1.5));
    }

    private static void client(List<Claim> claims, String server, String prefix, double pubSubLimit) {
        String group = "client";
        String on = " (" + server + ")";
        String row = prefix + "-";
        claims.add(faster(group, row + "publish16", "publish, 16 B" + on, 2.0));
        claims.add(faster(group, row + "publish128", "publish, 128 B" + on, 2.0));
        claims.add(faster(group, row + "publish1k", "publish, 1 KiB" + on, 1.3));
        claims.add(faster(group, row + "pubsub16", "publish and subscribe, 16 B" + on, pubSubLimit));
        claims.add(faster(group, row + "pubsub128", "publish and subscribe, 128 B" + on, pubSubLimit));
        claims.add(atMost(group, row + "request", "blocking request: p50" + on, "p50us", "µs", 0.8));
        claims.add(reported(group, row + "request", "blocking request: p99" + on, "p99us", "µs"));
        claims.add(faster(group, row + "async", "256 asynchronous requests in flight" + on, 1.5));
        claims.add(new Claim(
                group,
                row + "alloc-publish",
                "allocation a publish, 16 B" + on,
                "bytesPerMessage",
                "B",
                OURS_AT_MOST,
                0.5));
        claims.add(new Claim(
                group,
                row + "alloc-receive",
                "allocation a received message, 128 B" + on,
                "bytesPerMessage",
                "B",
                OURS_AT_MOST,
                128 + 64));
        claims.add(new Claim(group, row + "threads1", "threads, 1 connection" + on, "threads", "", OURS_AT_MOST, 2));
        claims.add(new Claim(
                group,
                row + "threads300",
                "threads, 300 connections on shared resources" + on,
                "threads",
                "",
                OURS_AT_MOST,
                4 + CORES));
    }

    private static void lameDuck(List<Claim> claims) {
        String group = "lame-duck";
        String row = LameDuckRows.ROW;
        claims.add(new Claim(group, row, "messages lost", "lost", "", OURS_AT_MOST, 0));
        claims.add(new Claim(group, row, "messages doubled", "doubled", "", OURS_AT_MOST, 0));
        claims.add(new Claim(group, row, "longest time without a message", "gapms", "ms", OURS_AT_MOST, 100));
        claims.add(reported(group, row, "… in the second before, when nothing happened", "beforems", "ms"));
        claims.add(reported(group, row, "from the signal until both clients are at the other", "movedms", "ms"));
    }

    private static void startup(List<Claim> claims) {
        String group = "startup";
        for (String release : List.of("17", "25")) {
            claims.add(atMost(
                    group,
                    "start" + release,
                    "exec to first PONG over one printed line, JDK " + release,
                    "ms",
                    "ms",
                    2.0));
            claims.add(reported(
                    group,
                    "start-native" + release,
                    "exec to first PONG over nats-server, JDK " + release,
                    "ms",
                    "ms"));
        }
        claims.add(new Claim(group, "embedded", "embedded start in a warm JVM", "ms", "ms", OURS_AT_MOST, 20));
    }

    private static void memory(List<Claim> claims) {
        String group = "memory";
        claims.add(new Claim(
                group, "idle", "idle, over a bare JVM with the same settings", "MB", "MB", DIFFERENCE_AT_MOST, 20));
        claims.add(reported(group, "idle-native", "idle, over nats-server", "MB", "MB"));
        claims.add(
                atMost(group, "connections", "each of 10,000 idle connections with one subscription", "kB", "kB", 0.6));
        claims.add(new Claim(
                group,
                "slow",
                "peak above the start with a slow consumer (max_pending 64 MB)",
                "MB",
                "MB",
                OURS_AT_MOST,
                96));
        claims.add(reported(group, "slow", "… and the rate of the publisher that is held back", "rate", "/s"));
        claims.add(new Claim(
                group,
                "slow-others",
                "a requester beside that, over a requester alone",
                "rate",
                "/s",
                Claim.Kind.RATIO_AT_LEAST,
                0.8));
    }
}
