// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.client.ClientDrivers;
import io.natskit.conformance.client.ClientProcess;
import io.natskit.conformance.client.NatsJs;
import io.natskit.conformance.jetstream.Judged.Lab;
import io.natskit.conformance.target.Programs;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Clients that write one value of each kind to bucket X and store O, and then read what each of them wrote. */
final class StoreClients {
    /** What objects hold. */
    static final byte[] CONTENT = new byte[300_000];

    static {
        for (int i = 0; i < CONTENT.length; i++) {
            CONTENT[i] = (byte) (i * 31 + 7);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** One of them. */
    private interface StoreClient {
        void write(Lab lab);

        /** Lines of writer, fact and value. */
        String read(Lab lab, List<String> writers);
    }

    private StoreClients() {}

    /** All of those that are here. */
    private static Map<String, StoreClient> here() {
        Map<String, StoreClient> clients = new LinkedHashMap<>();
        clients.put("ours", new Ours());
        ClientDrivers.jnats().ifPresent(line -> clients.put("jnats", new Other(line, true)));
        Programs.find("NATS_PY", "python")
                .filter(python -> Programs.output(python.toString(), "-c", "import nats; print('there')")
                        .equals("there"))
                .ifPresent(python -> clients.put(
                        "nats-py",
                        new Other(
                                List.of(
                                        python.toString(),
                                        Programs.root()
                                                .resolve("compatibility-tests/src/main/python/natspy_stores.py")
                                                .toString()),
                                false)));
        NatsJs.program("natsjs_stores").ifPresent(line -> clients.put("nats.js", new Other(line, false)));
        Programs.find("NATS_CLI", "nats").ifPresent(nats -> clients.put("cli", new CommandLine(nats)));
        return clients;
    }

    /** Has everybody write, then everybody read: facts by reader, then by writer and fact. */
    static Map<String, Map<String, String>> exchange(Lab lab) {
        KeyValue.on(lab.js()).createBucket(BucketConfig.of("X", b -> b.history(5)));
        ObjectStores.on(lab.js()).createStore(StoreConfig.of("O"));
        Map<String, StoreClient> clients = here();
        clients.values().forEach(client -> client.write(lab));
        List<String> writers = List.copyOf(clients.keySet());
        Map<String, Map<String, String>> seen = new LinkedHashMap<>();
        clients.forEach((name, client) -> seen.put(name, facts(client.read(lab, writers), writers)));
        return seen;
    }

    private static Map<String, String> facts(String output, List<String> writers) {
        Map<String, String> facts = new HashMap<>();
        for (String line : output.split("\n")) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && writers.contains(words[0])) {
                facts.put(words[0] + " " + words[1], words[2].strip());
            }
        }
        return facts;
    }

    /** SHA-256 in hexadecimal digits. */
    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(List<String> line) {
        try (ClientProcess program = ClientProcess.start(line)) {
            assertThat(program.awaitExit(PATIENCE))
                    .as("exit code of %s; it wrote: %s", line, program.output())
                    .isZero();
            return program.output();
        }
    }

    /** Ours. */
    private static final class Ours implements StoreClient {
        @Override
        public void write(Lab lab) {
            Bucket<String, String> b = KeyValue.bucket(lab.js(), "X").with(Codecs.text());
            b.put("ours.put", "value");
            b.put("ours.over", "1");
            b.put("ours.over", "2");
            b.put("ours.empty", "");
            b.with(Codecs.bytes()).put("ours.bin", new byte[] {0, 1, 13, 10, (byte) 255});
            b.create("ours.create", "value");
            b.update("ours.update", "2", b.put("ours.update", "1"));
            b.put("ours.del", "1");
            b.delete("ours.del");
            b.put("ours.purge", "1");
            b.put("ours.purge", "2");
            b.purge("ours.purge");
            b.put("ours.again", "1");
            b.delete("ours.again");
            b.create("ours.again", "2");
            for (int i = 1; i < 4; i++) {
                b.put("ours.hist", "" + i);
            }
            ObjectStore store = ObjectStores.on(lab.js()).store("O");
            ObjectInfo plain = store.put(
                    "ours-plain",
                    new ByteArrayInputStream(CONTENT),
                    p -> p.description("from ours").headers(Map.of("h", List.of("v"))));
            store.put("ours-empty", new byte[0]);
            store.put("ours-chunks", new ByteArrayInputStream(CONTENT), p -> p.chunkBytes(1000));
            store.put("ours-twice", CONTENT);
            store.put("ours-twice", Arrays.copyOf(CONTENT, 1000));
            store.put("ours-gone", CONTENT);
            store.delete("ours-gone");
            store.link("ours-link", plain);
        }

        @Override
        public String read(Lab lab, List<String> writers) {
            StringBuilder out = new StringBuilder();
            writers.forEach(writer -> read(lab, writer, out));
            return out.toString();
        }

        private static void read(Lab lab, String writer, StringBuilder out) {
            Bucket<String, String> b = KeyValue.bucket(lab.js(), "X").with(Codecs.text());
            String of = writer + ".";
            for (String name : List.of("put", "over", "empty", "create", "update", "again")) {
                tell(out, writer, name, b.get(of + name).orElseThrow().value());
            }
            byte[] bytes =
                    b.with(Codecs.bytes()).get(of + "bin").map(Entry::value).orElse(new byte[0]);
            tell(out, writer, "bin", HexFormat.of().formatHex(bytes));
            tell(out, writer, "del", b.get(of + "del").isEmpty());
            tell(out, writer, "purge", b.get(of + "purge").isEmpty());
            tell(out, writer, "revision", b.get(of + "put").orElseThrow().revision());
            tell(out, writer, "keys", joined(b.keys(of + ">"), key -> key, true));
            tell(out, writer, "hist", joined(b.history(of + "hist"), Entry::value, false));
            tell(out, writer, "ops", joined(b.history(of + "del"), e -> e.isPresent() ? "PUT" : "DEL", false));
            ObjectStore store = ObjectStores.on(lab.js()).store("O");
            ObjectInfo info = store.info(writer + "-plain").orElseThrow();
            tell(out, writer, "obj-plain", digest(store.bytes(writer + "-plain", 1 << 20)));
            tell(out, writer, "obj-size", info.size());
            tell(out, writer, "obj-description", info.description());
            tell(
                    out,
                    writer,
                    "obj-header",
                    info.headers().values().stream()
                            .findFirst()
                            .map(v -> v.get(0))
                            .orElse(""));
            tell(
                    out,
                    writer,
                    "obj-empty",
                    store.info(writer + "-empty").orElseThrow().size());
            tell(out, writer, "obj-twice", digest(store.bytes(writer + "-twice", 1 << 20)));
            tell(out, writer, "obj-gone", store.info(writer + "-gone").isEmpty());
            tell(
                    out,
                    writer,
                    "obj-list",
                    StreamSupport.stream(store.list().spliterator(), false)
                            .map(ObjectInfo::name)
                            .filter(name -> name.startsWith(writer + "-"))
                            .sorted()
                            .collect(Collectors.joining(",")));
            for (String name : List.of("chunks", "link")) {
                if (store.info(writer + "-" + name).isPresent()) {
                    tell(out, writer, "obj-" + name, digest(store.bytes(writer + "-" + name, 1 << 20)));
                }
            }
        }

        private static <T> String joined(
                Iterable<T> all, java.util.function.Function<? super T, String> text, boolean sorted) {
            List<String> texts = new ArrayList<>();
            all.forEach(element -> texts.add(text.apply(element)));
            if (sorted) {
                texts.sort(null);
            }
            return String.join(",", texts);
        }

        private static void tell(StringBuilder out, String writer, String fact, Object value) {
            out.append(writer)
                    .append(' ')
                    .append(fact)
                    .append(' ')
                    .append(value)
                    .append('\n');
        }
    }

    /**
     * Another client, as a program of its own.
     *
     * @param line what starts it
     * @param java whether it is jnats, whose words are in another order
     */
    private record Other(List<String> line, boolean java) implements StoreClient {
        private String start(Lab lab, String task, List<String> writers) {
            List<String> whole = new ArrayList<>(line);
            String url = lab.server().tcpUrl();
            if (java) {
                whole.addAll(List.of("stores", url, writers.isEmpty() ? task : task + ":" + String.join(",", writers)));
            } else {
                whole.addAll(List.of(task, url));
                whole.addAll(writers);
            }
            return run(whole);
        }

        @Override
        public void write(Lab lab) {
            start(lab, "write", List.of());
        }

        @Override
        public String read(Lab lab, List<String> writers) {
            return start(lab, "read", writers);
        }
    }

    /** The nats command line, by a script of its commands. It has no links, and cuts chunks by itself. */
    private record CommandLine(Path nats) implements StoreClient {
        private static final String WRITE = """
                kv put X cli.put value
                kv put X cli.over 1
                kv put X cli.over 2
                kv put X cli.empty "" < /dev/null
                printf '\\000\\001\\015\\012\\377' | kv put X cli.bin
                kv create X cli.create value
                kv create X cli.update 1
                kv update X cli.update 2 $(kv get X cli.update | sed -n 's/.*revision: \\([0-9]*\\).*/\\1/p')
                kv put X cli.del 1
                kv del X cli.del -f
                kv put X cli.purge 1
                kv put X cli.purge 2
                kv purge X cli.purge -f
                kv put X cli.again 1
                kv del X cli.again -f
                kv create X cli.again 2
                kv put X cli.hist 1
                kv put X cli.hist 2
                kv put X cli.hist 3
                object put O FILE --name cli-plain --description 'from cli' -H h:v -f --no-progress
                object put O FILE.empty --name cli-empty -f --no-progress
                object put O FILE --name cli-twice -f --no-progress
                object put O FILE.1000 --name cli-twice -f --no-progress
                object put O FILE --name cli-gone -f --no-progress
                object rm O cli-gone -f
                """;

        /** W stands for the writer. */
        private static final String READ = """
                for W in WRITERS; do
                for name in put over empty create update again; do echo "$W $name $(kv get X $W.$name --raw)"; done
                echo "$W bin $(kv get X $W.bin --raw | head -c 5 | od -An -v -tx1 | tr -d ' \\n')"
                for name in del purge; do if kv get X $W.$name --raw 2> /dev/null; then echo "$W $name false"; else echo "$W $name true"; fi; done
                echo "$W revision $(kv get X $W.put | sed -n 's/.*revision: \\([0-9]*\\).*/\\1/p')"
                echo "$W keys $(kv ls X | grep "^$W[.]" | sort | paste -sd, -)"
                echo "$W hist $(kv history X $W.hist | grep "│ $W.hist " | awk -F'│' '{print $7}' | tr -d ' ' | paste -sd, -)"
                echo "$W ops $(kv history X $W.del | grep "│ $W.del " | awk -F'│' '{print $4}' | tr -d ' ' | sed 's/DELETE/DEL/' | paste -sd, -)"
                for name in plain twice; do object get O $W-$name -O FILE.out -f --no-progress > /dev/null; echo "$W obj-$name $(sha256sum FILE.out | cut -d' ' -f1)"; done
                echo "$W obj-size $(object get O $W-plain -O FILE.out -f --no-progress > /dev/null; wc -c < FILE.out)"
                echo "$W obj-description $(object info O $W-plain | sed -n 's/.*Description: //p')"
                echo "$W obj-header $(object info O $W-plain | sed -n 's/.*Headers: .*: //p')"
                object get O $W-empty -O FILE.out -f --no-progress > /dev/null; echo "$W obj-empty $(wc -c < FILE.out)"
                echo "$W obj-list $(object ls O | grep -o " $W-[a-z]* " | tr -d ' ' | sort | paste -sd, -)"
                if object info O $W-gone > /dev/null 2>&1; then echo "$W obj-gone false"; else echo "$W obj-gone true"; fi
                for name in chunks link; do if object info O $W-$name > /dev/null 2>&1; then object get O $W-$name -O FILE.out -f --no-progress > /dev/null; echo "$W obj-$name $(sha256sum FILE.out | cut -d' ' -f1)"; fi; done
                done
                """;

        private String script(Lab lab, String body) {
            try {
                Path folder = Files.createTempDirectory("natskit-exchange");
                Path file = Files.write(folder.resolve("f"), CONTENT);
                Path empty = Files.write(folder.resolve("f.empty"), new byte[0]);
                Path short1000 = Files.write(folder.resolve("f.1000"), Arrays.copyOf(CONTENT, 1000));
                try {
                    String nats = "\"" + this.nats + "\" --no-context --server "
                            + lab.server().tcpUrl();
                    String functions = "kv() { " + nats + " kv \"$@\"; }\nobject() { " + nats + " object \"$@\"; }\n";
                    return run(List.of("sh", "-c", functions + body.replace("FILE", file.toString())));
                } finally {
                    for (Path made : List.of(file, empty, short1000, folder.resolve("f.out"), folder)) {
                        Files.deleteIfExists(made);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void write(Lab lab) {
            script(lab, "set -e\n" + WRITE);
        }

        @Override
        public String read(Lab lab, List<String> writers) {
            return script(lab, READ.replace("WRITERS", String.join(" ", writers)));
        }
    }
}
