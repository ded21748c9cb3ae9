// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.natskit.conformance.client.ClientProcess;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Programs;
import io.natskit.conformance.target.Target;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What ours writes to buckets and stores others read, and the reverse: the nats command line, jnats and nats-py. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record ExchangeIT(Target target) implements Judged {
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private static final String PYTHON = """
            import asyncio, sys, nats
            async def main():
                nc = await nats.connect(sys.argv[1])
                js = nc.jetstream()
                kv = await js.key_value("X")
                print("get", (await kv.get("ours.k")).value.decode())
                print("history", len(await kv.history("ours.k")))
                print("keys", sorted(k for k in await kv.keys() if k.startswith("ours")))
                await kv.put("nats-py.k", b"from nats-py")
                await kv.put("nats-py.gone", b"x")
                await kv.delete("nats-py.gone")
                store = await js.object_store("O")
                result = await store.get("ours")
                print("object", len(result.data), result.info.description)
                await store.put("nats-py", result.data)
                await nc.close()
            asyncio.run(main())
            """;

    /** What ours wrote, for others to read. */
    private record Shelf(Bucket<String, String> bucket, ObjectStore store) {
        static Shelf filled(Lab lab) {
            Bucket<String, String> bucket = KeyValue.on(lab.js())
                    .createBucket(BucketConfig.of("X", b -> b.history(3)))
                    .with(Codecs.text());
            bucket.put("ours.k", "old");
            bucket.put("ours.k", "from ours");
            bucket.put("ours.gone", "x");
            bucket.delete("ours.gone");
            ObjectStore store = ObjectStores.on(lab.js()).createStore(StoreConfig.of("O"));
            store.put("ours", new ByteArrayInputStream(CONTENT), p -> p.description("from ours"));
            return new Shelf(bucket, store);
        }

        void holdsWhatWasWrittenBy(String peer) {
            assertThat(bucket.get(peer + ".k").map(Entry::value).map(String::strip))
                    .contains("from " + peer);
            assertThat(bucket.get(peer + ".gone")).isEmpty();
            assertThat(bucket.keys(peer + ".>")).containsExactly(peer + ".k");
            assertThat(store.bytes(peer, CONTENT.length)).isEqualTo(CONTENT);
            assertThat(store.range(peer, 200_000, 10)).hasSize(10);
        }
    }

    private static String run(List<String> line) {
        try (ClientProcess program = ClientProcess.start(line)) {
            assertThat(program.awaitExit(Duration.ofSeconds(60)))
                    .as("exit code; it wrote: %s", program.output())
                    .isZero();
            return program.output();
        }
    }

    private static String nats(Lab lab, String... words) {
        List<String> line = new ArrayList<>(List.of(
                Programs.find("NATS_CLI", "nats").orElseThrow().toString(),
                "--no-context",
                "--server",
                lab.server().url()));
        line.addAll(List.of(words));
        return run(line);
    }

    @Test
    @Rows("client: kv and objects with the nats command line")
    void the_command_line_reads_ours_and_ours_reads_it(@TempDir Path folder) throws IOException {
        assumeTrue(Programs.find("NATS_CLI", "nats").isPresent(), "the nats command line is not here");
        try (Lab lab = lab()) {
            Shelf shelf = Shelf.filled(lab);
            Path file = folder.resolve("f");

            assertThat(nats(lab, "kv", "get", "X", "ours.k", "--raw").strip()).isEqualTo("from ours");
            assertThat(nats(lab, "kv", "ls", "X")).contains("ours.k").doesNotContain("ours.gone");
            nats(lab, "kv", "put", "X", "cli.k", "from cli");
            nats(lab, "kv", "put", "X", "cli.gone", "x");
            nats(lab, "kv", "del", "X", "cli.gone", "-f");
            nats(lab, "object", "get", "O", "ours", "-O", file.toString(), "-f", "--no-progress");
            assertThat(file).hasBinaryContent(CONTENT);
            nats(lab, "object", "put", "O", file.toString(), "--name", "cli", "-f", "--no-progress");
            assertThat(nats(lab, "object", "ls", "O")).contains("ours", "cli");

            shelf.holdsWhatWasWrittenBy("cli");
            Files.delete(file);
        }
    }

    @Test
    @Rows("client: kv and objects with nats-py")
    void nats_py_reads_ours_and_ours_reads_it() {
        Optional<Path> python = Programs.find("NATS_PY", "python");
        assumeTrue(python.isPresent(), "no Python with nats-py is here");
        assumeTrue(
                Programs.output(python.get().toString(), "-c", "import nats; print('there')")
                        .equals("there"),
                "no Python with nats-py is here");
        try (Lab lab = lab()) {
            Shelf shelf = Shelf.filled(lab);

            assertThat(run(List.of(
                            python.get().toString(), "-c", PYTHON, lab.server().url())))
                    .contains("get from ours", "history 2", "keys ['ours.k']", "object 300000 from ours");

            shelf.holdsWhatWasWrittenBy("nats-py");
        }
    }

    @Test
    @Rows("client: kv and objects with jnats")
    void jnats_reads_ours_and_ours_reads_it() throws IOException {
        Path built = Programs.root().resolve("jnats-peer/target");
        assumeTrue(Files.exists(built.resolve("classpath")), "jnats-peer is not built");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = built.resolve("classes") + ":"
                + Files.readString(built.resolve("classpath")).strip();
        try (Lab lab = lab()) {
            Shelf shelf = Shelf.filled(lab);

            assertThat(run(List.of(
                            java,
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath,
                            "io.natskit.peer.jnats.Main",
                            "js-exchange",
                            lab.server().url())))
                    .contains("get from ours", "gone true", "history 2", "object 300000 from ours");

            shelf.holdsWhatWasWrittenBy("jnats");
        }
    }
}
