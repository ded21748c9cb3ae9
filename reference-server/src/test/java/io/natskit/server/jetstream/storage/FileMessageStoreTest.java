// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Sealing.class)
class FileMessageStoreTest extends MessageStoreContract {
    private static final StoreOptions SMALL = new StoreOptions(false, 4 << 10);

    private final Path root = Path.of("/stores");
    private final Sealing sealing;
    private final Disk disk;
    private final Map<MessageStore, Path> folders = new HashMap<>();
    private final List<String> damage = new ArrayList<>();

    FileMessageStoreTest(Sealing sealing) {
        this.sealing = sealing;
        disk = sealing.on(new TestDisk());
    }

    private int made;

    @Override
    int runs() {
        return sealing.runs(super.runs());
    }

    @Override
    MessageStore create() {
        return open(root.resolve("store" + made++), new StoreOptions(made % 2 == 0, 4 << 10));
    }

    @Override
    MessageStore restart(MessageStore store) {
        Path folder = folders.get(store);
        boolean closed = made++ % 2 == 0;
        if (closed) {
            store.close();
            store.leaveIndex(() -> false);
        } else {
            // as a killed process leaves it
            store.flush();
        }
        return open(folder, new StoreOptions(made % 2 == 0, 4 << 10));
    }

    private MessageStore open(Path folder, StoreOptions options) {
        MessageStore store =
                FileMessageStore.open(disk, folder, options, (file, what) -> damage.add(file + " " + what));
        folders.put(store, folder);
        return store;
    }

    @AfterEach
    void nothing_is_taken_for_damaged() {
        assertThat(damage).isEmpty();
    }

    @Test
    void the_file_system_of_the_machine_does_as_well(@TempDir Path folder) {
        Path store = folder.resolve("deep/store");
        Disk machine = sealing.on(new SystemDisk());
        FileMessageStore first = FileMessageStore.open(machine, store, SMALL, StoreEvents.IGNORED);
        for (int i = 0; i < 200; i++) {
            append(first, "a." + i, "x".repeat(100));
        }
        first.remove(7, true, Removals.IGNORED);
        first.close();
        FileMessageStore second = FileMessageStore.open(machine, store, SMALL, StoreEvents.IGNORED);
        assertThat(second.messages()).isEqualTo(199);
        assertThat(second.lost()).isEqualTo(LostMessages.NONE);
        StoredMessage read = new StoredMessage();
        assertThat(second.read(200, read)).isTrue();
        assertThat(read.payload()).hasToString("x".repeat(100));
        Thread.currentThread().interrupt();
        assertThat(second.read(1, read)).isTrue();
        append(second, "b", "");
        second.close();
        assertThat(Thread.interrupted())
                .as("the interrupt is for whoever waits for it")
                .isTrue();
    }

    @Test
    void sizes_are_counted_as_nats_server_counts_them() {
        assertThat(create().sizeOf(3, 0, 5)).isEqualTo(38);
        assertThat(create().sizeOf(3, 12, 5)).isEqualTo(54);
    }
}
