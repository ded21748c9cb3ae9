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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes is used where the build made it, made anew for another JVM, place or settings, and missed in silence. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class ArchiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private String classesLoadedBy(Object launcher, Map<String, String> environment) throws Exception {
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
    void each_other_installation_has_an_archive_made_in_the_users_cache_and_used_from_then_on() throws Exception {
        Path one = installed("one");
        Path other = installed("other");
        assertThat(classesLoadedBy(one, cache())).contains("natskit-server.jar");
        awaitArchives(1);
        assertMapped(classesLoadedBy(one, cache()));
        classesLoadedBy(other, cache());
        awaitArchives(2);

        assertMapped(classesLoadedBy(one, cache()));
        assertMapped(classesLoadedBy(other, cache()));
        assertMapped(classesLoadedBy(one, cache()));
        assertThat(archives()).hasSize(2);
    }

    @Test
    void settings_that_an_archive_depends_on_have_one_of_their_own() throws Exception {
        Map<String, String> otherCollector = Map.of(
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString(),
                "NATSKIT_JAVA_OPTS",
                "-XX:-UseSerialGC -XX:+UseParallelGC");
        assertThat(classesLoadedBy(LaunchedServer.launcher(), otherCollector)).contains("natskit-server.jar");
        awaitArchives(1);
        assertMapped(classesLoadedBy(LaunchedServer.launcher(), otherCollector));
    }

    @Test
    void an_archive_that_does_not_fit_is_passed_over_in_silence_and_made_anew() throws Exception {
        Path launcher = installed("one");
        classesLoadedBy(launcher, cache());
        awaitArchives(1);
        Path archive = archives().get(0);
        Files.writeString(archive, "not an archive");

        assertThat(classesLoadedBy(launcher, cache())).contains("natskit-server.jar");
        await().atMost(PATIENCE).until(() -> Files.notExists(archive));
        classesLoadedBy(launcher, cache());
        awaitArchives(1);
        assertMapped(classesLoadedBy(launcher, cache()));
    }

    @Test
    void archives_that_nobody_can_use_any_more_go() throws Exception {
        Path gone = installed("gone");
        classesLoadedBy(gone, cache());
        awaitArchives(1);
        Path archive = archives().get(0);
        Path old = archive.resolveSibling("natskit-server-17.0.1.jsa");
        Files.writeString(old, "called after the JVM alone, as they once were");
        Path stranger = Files.writeString(archive.resolveSibling("something.else"), "not ours");
        Files.delete(gone.resolveSibling("../lib/natskit-server.jar"));

        classesLoadedBy(installed("one"), cache());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(archives()).hasSize(1).doesNotContain(archive, old));
        assertThat(ArchiveFolder.originOf(archive)).doesNotExist();
        assertThat(stranger).exists();
    }

    @Test
    void the_archive_of_the_build_is_left_alone_where_the_jar_is_another() throws Exception {
        Path launcher = installed("copied");
        Path target = LaunchedServer.launcher().resolveSibling("../target");
        try (Stream<Path> built = Files.list(target)) {
            for (Path file : built.filter(
                            f -> f.toString().contains(".jsa") || f.toString().contains(".aot"))
                    .toList()) {
                Files.copy(file, launcher.resolveSibling("../lib").resolve(file.getFileName()));
            }
        }
        classesLoadedBy(launcher, cache());
        awaitArchives(1);
        assertMapped(classesLoadedBy(launcher, cache()));
    }

    private Map<String, String> cache() {
        return Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }

    /** The program as it is installed, without the archive of the build. */
    private Path installed(String name) throws IOException {
        Path launcher = LaunchedServer.launcher();
        Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
        Path lib = Files.createDirectories(folder.resolve(name).resolve("lib"));
        Path jar = launcher.resolveSibling("../target/natskit-server.jar");
        Files.copy(jar, lib.resolve("natskit-server.jar"), StandardCopyOption.COPY_ATTRIBUTES);
        return Files.copy(launcher, bin.resolve("natskit-server"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void awaitArchives(int count) {
        await().atMost(PATIENCE).until(() -> archives().size() == count);
    }

    private List<Path> archives() throws IOException {
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
