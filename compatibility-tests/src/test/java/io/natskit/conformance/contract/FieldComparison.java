// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What nats-server shows after a script, page by page and field by field, beside what the server in question shows after the same one. */
final class FieldComparison {
    private static final double DIFFERENT_MAX = 0.05;

    /** Fields whose values belong to a process, a machine, or a moment. */
    private static final List<String> OWN = List.of(
            "server_id",
            "git_commit",
            "go",
            "port",
            "connect_urls[]",
            "start",
            "now",
            "uptime",
            "mem",
            "cores",
            "gomaxprocs",
            "cpu",
            "config_load_time",
            "config_digest",
            "last_activity",
            "stop",
            "rtt",
            "idle",
            "created",
            "ts",
            "first_ts",
            "last_ts",
            "last_active",
            "update_time",
            "store_dir",
            "http_req_stats./varz",
            "http_req_stats./connz",
            "cid",
            "pending_bytes",
            // answers hold times, which are as long as they are
            "out_bytes",
            "out_client_bytes",
            // how an index is made, and what the server itself listens to
            "num_subscriptions",
            "subscriptions",
            "num_cache",
            "num_inserts",
            "num_removes",
            "num_matches",
            "cache_hit_rate",
            "max_fanout",
            "avg_fanout",
            // what a record takes on a disk
            "bytes",
            "storage",
            "total",
            "errors");

    private final Target target;
    private final Target judge;
    private final Map<String, Fields> expected;
    private final Map<String, Fields> found;

    private FieldComparison(Target target, Target judge, Function<Target, Map<String, Fields>> script) {
        this.target = target;
        this.judge = judge;
        this.expected = script.apply(judge);
        this.found = script.apply(target);
    }

    /** Plays the script, which gives the fields of each page by its name, against nats-server, where that is there, and against the target. */
    static FieldComparison of(Target target, Function<Target, Map<String, Fields>> script) {
        Target judge = SuiteTargets.reachable()
                .filter(one -> one.name().equals("nats-server"))
                .findFirst()
                .orElse(target);
        return new FieldComparison(target, judge, script);
    }

    /**
     * Paths and types are the same, and values, but for those of fields whose paths end so or that are of a process, a machine or a moment anyway.
     * What differs on purpose is named by the end of its path, with its reason, and is not much.
     */
    void assertSame(List<String> ofMoment, Map<String, String> reasons) {
        Map<String, String> differences = new TreeMap<>();
        int fields = 0;
        for (Map.Entry<String, Fields> page : expected.entrySet()) {
            fields += page.getValue().size();
            differences.putAll(page.getValue()
                    .differences(found.get(page.getKey()), path -> isDefined(path, OWN) && isDefined(path, ofMoment)));
        }
        Map<String, String> unexplained = new TreeMap<>(differences);
        unexplained.keySet().removeIf(path -> reasons.keySet().stream().anyMatch(path::endsWith));
        System.out.printf(
                "monitoring: %s differs from %s in %d of %d fields: %s%n",
                target.name(), judge.name(), differences.size(), fields, differences.keySet());
        assertThat(unexplained).isEmpty();
        assertThat(differences.size()).isLessThanOrEqualTo((int) (fields * DIFFERENT_MAX));
    }

    private static boolean isDefined(String path, List<String> own) {
        return own.stream().noneMatch(one -> path.endsWith("." + one));
    }
}
