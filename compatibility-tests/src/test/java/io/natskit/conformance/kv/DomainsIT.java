// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static io.natskit.conformance.jetstream.Judged.awaitSoon;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import io.natskit.wire.jetstream.ExternalStream;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Mirrors and sources of buckets across two domains: a hub, and a leaf node of it, to which the client is connected. Needs servers that know leaf nodes, which ours does not yet. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("withLeafNodes")
record DomainsIT(Target target) implements Judged {
    private static final Pattern LISTENING = Pattern.compile("Listening for leafnode connections on \\S+:(\\d+)");

    static Stream<ProgramTarget> withLeafNodes() {
        return SuiteTargets.programs().filter(program -> program.family().equals("nats-server"));
    }

    private RunningServer server(String name, String leafNodes) {
        return target.start("server_name: " + name + "\njetstream { domain: " + name
                + ", store_dir: \"${store}\" }\nleafnodes { " + leafNodes + " }\n");
    }

    private static int leafPort(RunningServer hub) {
        Matcher line = LISTENING.matcher(hub.log());
        assertThat(line.find()).as(hub.log()).isTrue();
        return Integer.parseInt(line.group(1));
    }

    private static KeyValue in(Connection nats, String domain) {
        return KeyValue.on(JetStream.on(nats, o -> o.domain(domain).timeout(PATIENCE)));
    }

    private static Bucket<String, String> bucket(KeyValue kv, String name, Consumer<BucketConfig.Builder> more) {
        return kv.createBucket(BucketConfig.of(name, b -> {
                    b.storage(StorageType.MEMORY);
                    more.accept(b);
                }))
                .with(Codecs.text());
    }

    private static StreamSource hubs(String bucket) {
        return StreamSource.builder(bucket)
                .external(ExternalStream.domain("hub"))
                .build();
    }

    /** What runs with a connection to the leaf, once the hub's JetStream can be reached from there. */
    private void apart(Consumer<Connection> test) {
        try (RunningServer hub = server("hub", "listen: \"127.0.0.1:-1\"");
                RunningServer leaf =
                        server("leaf", "remotes: [{ url: \"nats-leaf://127.0.0.1:" + leafPort(hub) + "\" }]");
                Connection nats = Nats.connect(leaf.url())) {
            awaitSoon(() -> isThere(nats));
            test.accept(nats);
        }
    }

    private static boolean isThere(Connection nats) {
        try {
            return JetStream.on(nats, o -> o.domain("hub").retries(0))
                            .account()
                            .limits()
                            .maxStreams()
                    != 0;
        } catch (io.natskit.client.NatsException e) {
            return false;
        }
    }

    private static boolean has(Bucket<String, String> bucket, String key, String value) {
        return bucket.get(key).map(Entry::value).equals(Optional.of(value));
    }

    @Test
    @Rows("client: kv mirror")
    void a_mirror_reads_here_and_writes_there() {
        apart(nats -> {
            Bucket<String, String> origin = bucket(in(nats, "hub"), "ORIGIN", b -> {});
            long revision = origin.put("a", "1");
            Bucket<String, String> copy = bucket(in(nats, "leaf"), "COPY", b -> b.mirror(hubs("ORIGIN")));
            awaitSoon(() -> has(copy, "a", "1"));
            assertThat(copy.get("a").map(Entry::revision)).contains(revision);

            long written = copy.update("a", "2", revision);
            assertThat(origin.get("a").map(Entry::revision)).contains(written);
            awaitSoon(() -> has(copy, "a", "2"));
            copy.delete("a");
            assertThat(origin.get("a")).isEmpty();
            awaitSoon(() -> copy.get("a").isEmpty());
        });
    }

    @Test
    @Rows("client: kv mirror")
    void a_bucket_takes_in_another_of_the_other_domain_and_has_writes_of_its_own() {
        apart(nats -> {
            Bucket<String, String> origin = bucket(in(nats, "hub"), "ORIGIN", b -> {});
            origin.put("a", "1");
            Bucket<String, String> sum = bucket(in(nats, "leaf"), "SUM", b -> b.source(hubs("ORIGIN")));
            awaitSoon(() -> has(sum, "a", "1"));
            sum.put("b", "here");

            assertThat(has(sum, "b", "here")).isTrue();
            assertThat(origin.get("b")).isEmpty();
            origin.put("c", "3");
            awaitSoon(() -> has(sum, "c", "3"));
        });
    }
}
