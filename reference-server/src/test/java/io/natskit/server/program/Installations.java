// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The program installed in places of a folder, and the archives of classes that it makes in the user's cache, which is there as well. */
record Installations(Path folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Starts and stops the program; the JVM's list of the classes that it loaded, and from where. */
    String classesLoadedBy(Object launcher, Map<String, String> environment) throws Exception {
        Path loaded = Files.createTempFile(folder, "loaded", ".txt");
        Map<String, String> all = new HashMap<>(environment);
        all.merge("NATSKIT_JAVA_OPTS", "-Xlog:class+load:file=" + loaded, (settings, log) -> settings + " " + log);
        try (LaunchedServer server = LaunchedServer.start(folder, all, launcher, "-a", "127.0.0.1", "-p", "-1")
                .awaitReady()) {
            assertThat(server.err()).startsWith("[" + server.pid() + "]");
            assertThat(server.out()).isEmpty();
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
        }
        return Files.readString(loaded);
    }

    static void assertMapped(String loaded) {
        assertThat(loaded.lines().filter(line -> line.contains(Program.class.getName() + " ")))
                .singleElement()
                .asString()
                .contains("source: shared objects file");
    }

    /** The environment whose cache is in the folder. */
    Map<String, String> cache() {
        return Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }

    /** The program as it is installed, without the archive of the build. */
    Path installed(String name) throws IOException {
        Path launcher = LaunchedServer.launcher();
        Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
        Path lib = Files.createDirectories(folder.resolve(name).resolve("lib"));
        Path jar = launcher.resolveSibling("../target/natskit-server.jar");
        Files.copy(jar, lib.resolve("natskit-server.jar"), StandardCopyOption.COPY_ATTRIBUTES);
        return Files.copy(launcher, bin.resolve("natskit-server"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    void awaitArchives(int count) {
        await().atMost(PATIENCE).until(() -> archives().size() == count);
    }

    List<Path> archives() throws IOException {
        Path cache = folder.resolve("cache/natskit");
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> {
                        String name = file.toString();
                        return (name.endsWith(".jsa") || name.endsWith(".aot"))
                                && file.toFile().length() > 0;
                    })
                    .toList();
        }
    }
}
