// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a store whose disk is full or fails to sync, and when it goes on (row D8), plain and encrypted (D10). */
@ParameterizedClass
@EnumSource(Sealing.class)
class FileMessageStoreFailureTest {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");

    @Parameter
    Sealing sealing;

    @Test
    void a_full_disk_refuses_what_is_new_and_nothing_else_and_takes_in_again_when_there_is_room() {
        Seeds.each(sealing.runs(FULL ? 200 : 20), random -> {
            StoreRun run = new StoreRun(sealing, random, StoreRun.options(random));
            run.operations(60);
            run.sync();
            run.disk.room = random.nextInt(3_000);
            StoreFailedException failure = null;
            for (int i = 0; i < 400 && failure == null; i++) {
                failure = appendUntilFull(run);
            }
            assertThat(failure).isNotNull();
            assertThat(run.store.failure()).isNotNull();
            assertThatThrownBy(() -> run.store.append(MessageStoreContract.message("a", "", "", 1, 0)))
                    .isInstanceOf(StoreFailedException.class);
            assertThat(StoreRun.all(run.store)).isEqualTo(run.naive.messages);
            run.remove(run.naive.first, false);
            run.disk.room = 0;
            assertThat(run.store.resume()).isFalse();
            run.check(run.disk.powerCut(TestDisk.Unsynced.KEPT, random));

            run.disk.room = Long.MAX_VALUE;
            assertThat(run.store.resume()).isTrue();
            run.naive.last = run.store.lastSequence();
            run.operations(60);
            run.sync();
            assertThat(StoreRun.all(run.store)).isEqualTo(run.naive.messages);
            run.check(run.disk.powerCut(TestDisk.Unsynced.GONE, random));
        });
    }

    // one batch; what was appended since the last flush is dropped when it fails
    private @Nullable StoreFailedException appendUntilFull(StoreRun run) {
        TreeMap<Long, NaiveStore.Message> before = new TreeMap<>(run.naive.messages);
        try {
            for (int n = run.random.nextInt(5); n >= 0; n--) {
                run.append(run.random.nextInt(300));
            }
            run.store.flush();
            return null;
        } catch (StoreFailedException e) {
            run.naive.messages.clear();
            run.naive.messages.putAll(before);
            run.naive.last = run.store.lastSequence();
            run.naive.settle();
            return e;
        }
    }

    @Test
    void after_a_failed_sync_nothing_is_trusted_that_was_not_durable_before() {
        Seeds.each(sealing.runs(FULL ? 200 : 20), random -> {
            StoreRun run = new StoreRun(sealing, random, StoreRun.options(random));
            run.operations(60);
            run.sync();
            if (random.nextInt(3) == 0) {
                // after a start less is known to be durable
                run.store = run.open(run.disk);
            }
            for (int i = 0; i < 10; i++) {
                run.append(random.nextInt(300));
                run.remove(run.some(), false);
            }
            Step sync = run.store.prepareSync();
            run.disk.failSyncs = true;
            sync.run();
            assertThatThrownBy(sync::finish).isInstanceOf(StoreFailedException.class);
            assertThatThrownBy(() -> run.store.append(MessageStoreContract.message("a", "", "", 1, 0)))
                    .isInstanceOf(StoreFailedException.class);
            assertThat(StoreRun.all(run.store)).isEqualTo(run.naive.messages);
            assertThat(run.store.resume()).isFalse();

            run.disk.failSyncs = false;
            // the operating system calls the pages clean, though they never got to the disk
            Map<Path, byte[]> before =
                    run.disk.powerCut(TestDisk.Unsynced.GONE, random).contents();
            run.disk.forgetUnsynced();
            assertThat(run.store.resume()).isTrue();
            run.rememberSynced();
            run.check(run.disk.powerCut(TestDisk.Unsynced.GONE, random));
            assertThat(before).isNotNull();
            run.operations(60);
            run.sync();
            assertThat(StoreRun.all(run.store)).isEqualTo(run.naive.messages);
            run.check(run.disk.powerCut(TestDisk.Unsynced.GONE, random));
        });
    }

    @Test
    void a_block_that_begins_below_an_empty_one_after_a_failed_sync_keeps_its_messages_when_that_before_is_rewritten() {
        StoreRun run = new StoreRun(sealing, new Random(1), new StoreOptions(true, 4 << 10));
        while (run.store.blocks.all().size() < 2) {
            run.append(150);
        }
        while (run.store.active().end < 3_000) {
            run.append(150);
        }
        run.sync();
        while (run.store.blocks.all().size() < 3) {
            run.append(150);
        }
        Block third = run.store.active();
        run.failSync();
        assertThat(run.store.active().base).isLessThan(third.base);

        // each is so full that it is compressed alone
        while (run.store.blocks.all().size() < 6) {
            run.append(150);
        }
        run.sync();
        StoreRun.upkeepToItsEnd(run.store);
        run.sync();
        assertThat(StoreRun.all(run.open(run.disk))).isEqualTo(run.naive.messages);
        run.check(run.disk.powerCut(TestDisk.Unsynced.GONE, run.random));
    }

    @Test
    void what_was_removed_in_a_block_that_a_failed_sync_made_void_is_not_taken_for_lost() {
        StoreRun run = new StoreRun(sealing, new Random(1), new StoreOptions(false, 4 << 10));
        while (run.store.blocks.all().size() < 2) {
            run.append(150);
        }
        run.remove(5, false);
        while (run.store.blocks.all().size() < 3) {
            run.append(150);
        }
        run.sync();
        StoreRun.upkeepToItsEnd(run.store);
        // a start takes a block without a summary for doubtful, and the one behind it for durable
        run.disk.delete(run.store.blocks.first().summaryPath());
        run.store = run.open(run.disk);
        run.append(10);
        run.failSync();
        assertThat(run.store.lost()).isEqualTo(LostMessages.NONE);
        FileMessageStore back = run.open(run.disk);
        assertThat(back.lost()).isEqualTo(LostMessages.NONE);
        assertThat(StoreRun.all(back)).isEqualTo(run.naive.messages);
    }
}
