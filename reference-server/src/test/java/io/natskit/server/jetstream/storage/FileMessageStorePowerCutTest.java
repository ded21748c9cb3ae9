// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What files hold through power cuts and torn writes, and what they must not hold any more after a sync (rows D3, D7), plain and encrypted (D10). */
@ParameterizedClass
@EnumSource(Sealing.class)
class FileMessageStorePowerCutTest {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");

    @Parameter
    Sealing sealing;

    @Test
    void every_power_cut_loses_only_what_was_not_synced() {
        Seeds.each(sealing.runs(FULL ? 150 : 6), random -> {
            StoreRun run = new StoreRun(sealing, random, StoreRun.options(random));
            for (int i = 0; i < 150; i++) {
                run.operations(1);
                for (TestDisk.Unsynced unsynced : TestDisk.Unsynced.values()) {
                    run.check(run.disk.powerCut(unsynced, random));
                }
            }
        });
    }

    @Test
    void a_file_cut_at_any_byte_loses_only_what_was_behind_the_cut() {
        Seeds.each(sealing.runs(1), random -> {
            StoreRun run = new StoreRun(sealing, random, new StoreOptions(false, 512 << 10));
            run.operations(200);
            while (run.store.active() == null || run.store.active().end < (64 << 10)) {
                run.append(random.nextInt(200));
            }
            run.sync();
            TreeMap<Integer, Long> ends = new TreeMap<>();
            for (int i = 0; i < 64 << 10; ) {
                int before = run.store.active() == null ? 0 : run.store.active().end;
                run.append(random.nextInt(400));
                i += Math.max(0, run.store.active().end - before);
                ends.put(run.store.active().end, run.naive.last);
            }
            run.store.flush();
            Map<Path, byte[]> contents = run.disk.contents();
            Path last = run.store.active().path;
            int end = contents.get(last).length;
            for (int cut = end; cut >= end - (64 << 10); cut -= FULL ? 1 : 97) {
                Map<Path, byte[]> torn = new TreeMap<>(contents);
                torn.put(last, Arrays.copyOf(contents.get(last), cut));
                FileMessageStore back = run.open(TestDisk.of(torn));
                Map.Entry<Integer, Long> whole = ends.floorEntry(cut - sealing.start());
                assertThat(back.lastSequence()).isEqualTo(whole == null ? run.syncedLast : whole.getValue());
                assertThat(back.lost()).isEqualTo(LostMessages.NONE);
                if (FULL || cut % 8 == 0) {
                    assertThat(StoreRun.all(back))
                            .isEqualTo(new TreeMap<>(run.naive.messages.headMap(back.lastSequence(), true)));
                }
            }
        });
    }

    @Test
    void what_is_erased_is_in_no_file_after_the_sync() {
        Seeds.each(sealing.runs(FULL ? 40 : 4), random -> {
            StoreRun run = new StoreRun(sealing, random, new StoreOptions(false, 4 << 10));
            run.append(30);
            String marker = "SECRET-" + random.nextLong();
            long sequence = run.store.append(MessageStoreContract.message("x." + marker, "", marker, 1, 0));
            run.naive.append(sequence, new NaiveStore.Message("x." + marker, "", marker, 1, 0));
            run.operations(random.nextInt(80));
            if (!run.store.remove(sequence, true, Removals.IGNORED)) {
                return;
            }
            run.naive.remove(sequence);
            run.sync();
            run.sync();
            for (byte[] bytes : run.disk.contents().values()) {
                assertThat(new String(bytes, ISO_8859_1)).doesNotContain(marker);
            }
        });
    }
}
