// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static io.natskit.server.program.Installations.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Archives of classes in the user's cache: one that does not fit is missed in silence, and those that nobody can use go. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class ArchiveUpkeepIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Installations places;

    @BeforeEach
    void installNothingYet() {
        places = new Installations(folder);
    }

    @Test
    void an_archive_that_does_not_fit_is_passed_over_in_silence_and_made_anew() throws Exception {
        Path launcher = places.installed("one");
        places.classesLoadedBy(launcher, places.cache());
        places.awaitArchives(1);
        Path archive = places.archives().get(0);
        Files.writeString(archive, "not an archive");

        assertThat(places.classesLoadedBy(launcher, places.cache())).contains("natskit-server.jar");
        await().atMost(PATIENCE).until(() -> Files.notExists(archive));
        places.classesLoadedBy(launcher, places.cache());
        places.awaitArchives(1);
        assertMapped(places.classesLoadedBy(launcher, places.cache()));
    }

    @Test
    void archives_that_nobody_can_use_any_more_go() throws Exception {
        Path gone = places.installed("gone");
        places.classesLoadedBy(gone, places.cache());
        places.awaitArchives(1);
        Path archive = places.archives().get(0);
        Path old = archive.resolveSibling("natskit-server-17.0.1.jsa");
        Files.writeString(old, "called after the JVM alone, as they once were");
        Path stranger = Files.writeString(archive.resolveSibling("something.else"), "not ours");
        Files.delete(gone.resolveSibling("../lib/natskit-server.jar"));

        places.classesLoadedBy(places.installed("one"), places.cache());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(places.archives()).hasSize(1).doesNotContain(archive, old));
        assertThat(ArchiveFolder.originOf(archive)).doesNotExist();
        assertThat(stranger).exists();
    }
}
