// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.ObjectWatch;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** A file store instead of a file server: files go in and out with their digest checked, a cut upload goes on where it was, and whoever watches is told. */
public final class FileStore {
    private static final int BYTES = 3_000_000;

    private FileStore() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, FileStore::run);
    }

    static void run(String url) throws Exception {
        Path folder = Files.createTempDirectory("natskit-file-store");
        try (Connection nats = Nats.connect(url)) {
            JetStream js = JetStream.on(nats);
            Sample.remove(js, "OBJ_REPORTS");
            ObjectStores stores = ObjectStores.on(js);
            ObjectStore reports = stores.createStore(StoreConfig.of("REPORTS", s -> s.compressed(true)));
            List<String> told = new CopyOnWriteArrayList<>();
            try (ObjectWatch watch =
                    reports.watch(w -> {}, info -> told.add((info.deleted() ? "-" : "+") + info.name()))) {
                watch.current().get(20, TimeUnit.SECONDS);
                inAndOut(reports, folder);
                cutAndResumed(reports, folder);
                reports.delete("2026/march.pdf");
                Sample.await(
                        "what the watcher was told",
                        List.of("+2026/march.pdf", "+latest", "+2026/april.pdf", "-2026/march.pdf"),
                        () -> told);
            }
            Sample.check("what is left", List.of("latest", "2026/april.pdf"), names(reports));
            System.out.println("2 files of " + BYTES + " bytes went in and out, one of them in two parts");
            stores.deleteStore("REPORTS");
        } finally {
            Sample.delete(folder);
        }
    }

    private static void inAndOut(ObjectStore reports, Path folder) throws IOException {
        byte[] content = content(3);
        Path march = Files.write(folder.resolve("march.pdf"), content);
        List<Long> progress = new ArrayList<>();
        ObjectInfo put = reports.put(
                "2026/march.pdf",
                march,
                p -> p.description("the report of March")
                        .metadata(Map.of("author", "ada"))
                        .onProgress(progress::add));
        Sample.check("bytes of the report", (long) BYTES, put.size());
        Sample.check("the progress at its end", (long) BYTES, progress.get(progress.size() - 1));
        reports.link("latest", put);

        Path copy = folder.resolve("copy.pdf");
        reports.copyTo("latest", copy, g -> g.parallel(8));
        Sample.check("what differs between report and copy", -1L, Files.mismatch(march, copy));
        Sample.check(
                "ten bytes in the middle",
                Arrays.toString(Arrays.copyOfRange(content, 1_500_000, 1_500_010)),
                Arrays.toString(reports.range("2026/march.pdf", 1_500_000, 10)));
    }

    /** The program that uploads ends in the middle; another goes on with what the first has written down. */
    private static void cutAndResumed(ObjectStore reports, Path folder) throws IOException {
        byte[] content = content(4);
        Path april = Files.write(folder.resolve("april.pdf"), content);
        String token;
        try (Upload upload = reports.begin("2026/april.pdf", p -> {})) {
            token = upload.token();
            upload.write(ByteBuffer.wrap(content, 0, BYTES / 2));
        }
        Sample.check("half a report", true, reports.info("2026/april.pdf").isEmpty());
        try (Upload resumed = reports.resume(token)) {
            Sample.check("whether less than all is sent again", true, resumed.position() > BYTES / 3);
            resumed.transferFrom(april);
            resumed.finish();
        }
        Sample.check("the report of April", true, Arrays.equals(content, reports.bytes("2026/april.pdf", BYTES)));
    }

    private static List<String> names(ObjectStore store) {
        return StreamSupport.stream(store.list().spliterator(), false)
                .map(ObjectInfo::name)
                .toList();
    }

    private static byte[] content(int seed) {
        byte[] bytes = new byte[BYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
