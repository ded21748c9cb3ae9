// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.server.TestClock;
import io.natskit.server.config.OcspCacheOptions;
import io.natskit.server.config.OcspCacheOptions.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcspCacheKeeperTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final TestClock clock = new TestClock();
    private final Lines lines = new Lines();

    @TempDir
    Path folder;

    private EventLoops loops;

    @BeforeEach
    void startLoop() throws IOException {
        LoopClock turned = new LoopClock() {
            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public void onJump(Runnable wake) {
                clock.onJump(wake);
            }
        };
        loops = EventLoops.start(1, "loop", turned, cause -> lines.error("died: " + cause));
    }

    @AfterEach
    void stopLoop() {
        loops.stop();
    }

    private OcspCacheKeeper keeper(OcspCacheOptions options, OcspCacheKeeper before, Executor work) {
        return new OcspCacheKeeper(
                options, before, new TlsSurroundings(loops.get(0), work, lines, Instant::now, () -> {}));
    }

    private OcspCacheKeeper keeper(OcspCacheOptions options) {
        return keeper(options, null, Runnable::run);
    }

    private static OcspCacheOptions at(Path store, boolean preserving) {
        return new OcspCacheOptions(Type.LOCAL, store, preserving, INTERVAL);
    }

    private static OcspEntry entry(String status) {
        return new OcspEntry("CN=a", Instant.EPOCH, status, null, new byte[] {1});
    }

    private static void learn(OcspCacheKeeper by, String key) {
        by.cache().keep(key, entry(OcspAnswer.GOOD));
    }

    private static Map<String, OcspEntry> written(Path store) throws IOException {
        return new OcspCacheFile(store).read();
    }

    @Test
    void what_is_kept_in_memory_is_written_nowhere() throws IOException {
        Path store = folder.resolve("store");
        OcspCacheKeeper memory = keeper(new OcspCacheOptions(Type.MEMORY, store, false, INTERVAL));
        memory.start();
        learn(memory, "a");
        memory.stop(null);
        assertThat(memory.cache().find("a")).isNotNull();
        assertThat(store).doesNotExist();
        assertThat(lines.notices).containsExactly("OCSP peer cache online, type [memory]");
    }

    @Test
    void other_options_of_the_same_store_go_on_with_what_was_learnt_meanwhile() throws IOException {
        OcspCacheKeeper before = keeper(at(folder, false));
        OcspCacheKeeper next = keeper(at(folder, true), before, Runnable::run);
        learn(before, "a");
        before.cache().keep("b", entry(OcspAnswer.REVOKED));
        before.stop(next);
        next.start();
        assertThat(next.cache().find("a")).isNotNull();
        OcspEntry revoked = next.cache().find("b");
        assertThat(revoked).isNotNull();
        next.cache().drop("b", revoked);
        next.stop(null);
        assertThat(written(folder)).containsOnlyKeys("a", "b");
    }

    @Test
    void another_store_begins_with_what_is_in_it_and_the_old_one_keeps_its_own() throws IOException {
        Path old = folder.resolve("old");
        Path other = folder.resolve("other");
        new OcspCacheFile(other).write(Map.of("o", entry(OcspAnswer.GOOD)));
        OcspCacheKeeper before = keeper(at(old, false));
        OcspCacheKeeper next = keeper(at(other, false), before, Runnable::run);
        learn(before, "a");
        before.stop(next);
        assertThat(written(old)).containsOnlyKeys("a");
        assertThat(next.cache().find("a")).isNull();
        assertThat(next.cache().find("o")).isNotNull();
    }

    @Test
    void a_save_that_fails_is_told_once_until_one_works_again() throws IOException {
        Path store = Files.createFile(folder.resolve("store"));
        OcspCacheKeeper keeper = keeper(at(store, false));
        keeper.stop(null);
        learn(keeper, "a");
        keeper.stop(null);
        assertThat(lines.errors).hasSize(1).allMatch(line -> line.startsWith("Unable to save OCSP peer cache: "));
        Files.delete(store);
        keeper.stop(null);
        assertThat(written(store)).containsOnlyKeys("a");
        Files.delete(store.resolve("cache.json"));
        Files.createDirectories(store.resolve("cache.json").resolve("full"));
        learn(keeper, "b");
        keeper.stop(null);
        assertThat(lines.errors).hasSize(2);
    }

    @Test
    void what_could_not_be_written_for_whatever_reason_is_still_to_be_written() {
        OcspCacheKeeper keeper = keeper(at(folder, false));
        // a time that no file can tell
        keeper.cache().keep("a", new OcspEntry("CN=a", Instant.MAX, OcspAnswer.GOOD, null, new byte[] {1}));
        keeper.stop(null);
        assertThat(lines.errors).hasSize(1);
        assertThat(keeper.cache().changes()).containsOnlyKeys("a");
    }

    @Test
    void threads_that_are_busy_put_a_save_off_until_the_next_time() throws IOException {
        AtomicInteger refused = new AtomicInteger();
        OcspCacheKeeper keeper = keeper(at(folder, false), null, work -> {
            if (refused.getAndIncrement() == 0) {
                throw new RejectedExecutionException("full");
            }
            work.run();
        });
        keeper.start();
        learn(keeper, "a");
        turnUntil(() -> refused.get() > 1);
        await().untilAsserted(() -> assertThat(written(folder)).containsOnlyKeys("a"));
        assertThat(lines.errors).isEmpty();
    }

    /** The loop sets its timer when it gets to it, by the time of then. */
    private void turnUntil(Callable<Boolean> holds) {
        await().until(() -> {
            if (!holds.call()) {
                clock.advance(INTERVAL);
            }
            return holds.call();
        });
    }

    @Test
    void the_longest_interval_ends_nothing() {
        Duration ages = Duration.ofDays(100_000);
        OcspCacheKeeper keeper = keeper(new OcspCacheOptions(Type.LOCAL, folder, false, ages));
        keeper.start();
        AtomicInteger later = new AtomicInteger();
        loops.get(0).execute(later::incrementAndGet);
        await().until(() -> later.get() == 1);
        assertThat(lines.errors).isEmpty();
    }

    /** What was told. */
    private static final class Lines implements TlsJournal {
        private final List<String> notices = new CopyOnWriteArrayList<>();
        private final List<String> errors = new CopyOnWriteArrayList<>();

        @Override
        public void notice(String line) {
            notices.add(line);
        }

        @Override
        public void warn(String line) {}

        @Override
        public void error(String line) {
            errors.add(line);
        }
    }
}
