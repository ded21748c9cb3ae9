// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static io.natskit.server.program.Installations.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes is used where the build made it, and made anew for another JVM, place or settings. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class ArchiveIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Installations places;

    @BeforeEach
    void installNothingYet() {
        places = new Installations(folder);
    }

    @Test
    void the_archive_of_the_build_is_mapped() throws Exception {
        assertMapped(places.classesLoadedBy(LaunchedServer.launcher(), Map.of("XDG_CACHE_HOME", folder.toString())));
        assertThat(folder.resolve("natskit")).as("a cache that nobody needs").doesNotExist();
    }

    @Test
    void settings_that_an_archive_depends_on_have_one_of_their_own() throws Exception {
        Map<String, String> otherCollector = Map.of(
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString(),
                "NATSKIT_JAVA_OPTS",
                "-XX:-UseSerialGC -XX:+UseParallelGC");
        assertThat(places.classesLoadedBy(LaunchedServer.launcher(), otherCollector))
                .contains("natskit-server.jar");
        places.awaitArchives(1);
        assertMapped(places.classesLoadedBy(LaunchedServer.launcher(), otherCollector));
    }

    @Test
    void the_archive_of_the_build_is_left_alone_where_the_jar_is_another() throws Exception {
        Path launcher = places.installed("copied");
        Path target = LaunchedServer.launcher().resolveSibling("../target");
        try (Stream<Path> built = Files.list(target)) {
            for (Path file : built.filter(
                            f -> f.toString().contains(".jsa") || f.toString().contains(".aot"))
                    .toList()) {
                Files.copy(file, launcher.resolveSibling("../lib").resolve(file.getFileName()));
            }
        }
        places.classesLoadedBy(launcher, places.cache());
        places.awaitArchives(1);
        assertMapped(places.classesLoadedBy(launcher, places.cache()));
    }

    @Test
    void each_other_installation_has_an_archive_made_in_the_users_cache_and_used_from_then_on() throws Exception {
        Path one = places.installed("one");
        Path other = places.installed("other");
        assertThat(places.classesLoadedBy(one, places.cache())).contains("natskit-server.jar");
        places.awaitArchives(1);
        assertMapped(places.classesLoadedBy(one, places.cache()));
        places.classesLoadedBy(other, places.cache());
        places.awaitArchives(2);

        assertMapped(places.classesLoadedBy(one, places.cache()));
        assertMapped(places.classesLoadedBy(other, places.cache()));
        assertMapped(places.classesLoadedBy(one, places.cache()));
        assertThat(places.archives()).hasSize(2);
    }
}
