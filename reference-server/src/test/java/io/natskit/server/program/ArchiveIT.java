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
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes is used where the build made it, made anew for another JVM, and missed in silence. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class ArchiveIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private String classesLoadedBy(Object launcher, Map<String, String> environment) throws Exception {
        Path loaded = Files.createTempFile(folder, "loaded", ".txt");
        Map<String, String> all = new HashMap<>(environment);
        all.put("NATSKIT_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
        try (LaunchedServer server = LaunchedServer.start(folder, all, launcher, "-a", "127.0.0.1", "-p", "-1")
                .awaitReady()) {
            assertThat(server.err()).startsWith("[" + server.pid() + "]");
            assertThat(server.out()).isEmpty();
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
        }
        return Files.readString(loaded);
    }

    private static void assertMapped(String loaded) {
        assertThat(loaded.lines().filter(line -> line.contains(Program.class.getName() + " ")))
                .singleElement()
                .asString()
                .contains("source: shared objects file");
    }

    @Test
    void the_archive_of_the_build_is_mapped() throws Exception {
        assertMapped(classesLoadedBy(LaunchedServer.launcher(), Map.of("XDG_CACHE_HOME", folder.toString())));
        assertThat(folder.resolve("natskit")).as("a cache that nobody needs").doesNotExist();
    }

    @Test
    void for_another_jvm_an_archive_is_made_in_the_users_cache_and_used_from_then_on() throws Exception {
        Path launcher = installed();
        Path cache = folder.resolve("cache");
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", cache.toString());

        assertThat(classesLoadedBy(launcher, environment)).contains("natskit-server.jar");
        await().atMost(Duration.ofSeconds(90)).until(() -> archives(cache.resolve("natskit")) == 1);
        assertMapped(classesLoadedBy(launcher, environment));
    }

    @Test
    void an_archive_that_serves_no_more_is_passed_over_in_silence() throws Exception {
        Path launcher = installed();
        Path cache = Files.createDirectories(folder.resolve("cache/natskit"));
        for (String kind : new String[] {"jsa", "aot"}) {
            Files.writeString(
                    cache.resolve("natskit-server-" + System.getProperty("java.runtime.version") + "." + kind),
                    "not an archive");
        }

        String loaded = classesLoadedBy(
                launcher, Map.of("XDG_CACHE_HOME", cache.getParent().toString()));
        assertThat(loaded).contains("natskit-server.jar");
    }

    /** The program as it is installed, without the archive of the build. */
    private Path installed() throws IOException {
        Path launcher = LaunchedServer.launcher();
        Path bin = Files.createDirectories(folder.resolve("installed/bin"));
        Path lib = Files.createDirectories(folder.resolve("installed/lib"));
        Path jar = launcher.resolveSibling("../target/natskit-server.jar");
        Files.copy(jar, lib.resolve("natskit-server.jar"), StandardCopyOption.COPY_ATTRIBUTES);
        return Files.copy(launcher, bin.resolve("natskit-server"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static long archives(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> {
                        String name = Objects.requireNonNull(file.getFileName()).toString();
                        return (name.endsWith(".jsa") || name.endsWith(".aot"))
                                && file.toFile().length() > 0;
                    })
                    .count();
        }
    }
}
