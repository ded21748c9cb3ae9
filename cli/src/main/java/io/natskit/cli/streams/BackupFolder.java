// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Failure;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Progress;
import io.natskit.jetstream.BackupResult;
import io.natskit.jetstream.BackupSpec;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * A backup in a folder, as the nats CLI keeps one: {@code backup.json} with configuration and state, and the archive beside it. Reads the
 * archives of either format; writes the one that every server since 2.2 reads.
 */
final class BackupFolder {
    private static final String DESCRIPTION = "backup.json";
    private static final String ARCHIVE = "stream.tar.s2";
    private static final String NEWER_ARCHIVE = "stream.arc.s2";

    private final Path folder;

    BackupFolder(Path folder) {
        this.folder = folder;
    }

    /** Whether there is one. */
    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(DESCRIPTION));
    }

    /** Writes one; the folder must not hold another yet. */
    BackupResult write(StreamHandle stream, Consumer<BackupSpec> spec, Progress progress) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of(DESCRIPTION, ARCHIVE, NEWER_ARCHIVE)) {
            if (Files.exists(folder.resolve(name))) {
                throw new Failure(
                        folder + " holds a backup already, or a part of one: " + name,
                        "name another folder, or remove what is there");
            }
        }
        Path archive = folder.resolve(ARCHIVE);
        // outside the try: only what this call made may be deleted
        SeekableByteChannel file =
                Files.newByteChannel(archive, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            BackupResult result = write(stream, spec, new CountingChannel(file, progress));
            describe(result);
            return result;
        } catch (RuntimeException | IOException e) {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(folder.resolve(DESCRIPTION));
            throw e;
        }
    }

    private static BackupResult write(StreamHandle stream, Consumer<BackupSpec> spec, WritableByteChannel archive)
            throws IOException {
        try (archive) {
            return stream.backup(archive, spec);
        }
    }

    private void describe(BackupResult result) throws IOException {
        byte[] description =
                JsonText.object(out -> out.raw("config", result.config().toJson())
                        .raw("state", result.state().toJson()));
        Files.writeString(folder.resolve(DESCRIPTION), JsonText.pretty(description));
    }

    /** What it holds: configuration and state. */
    StreamInfo description() throws IOException {
        return StreamInfo.ofJson(json());
    }

    /** The same as it is written; throws {@link Failure} where there is none. */
    byte[] json() throws IOException {
        if (!isOne(folder)) {
            throw missing(folder);
        }
        return Files.readAllBytes(folder.resolve(DESCRIPTION));
    }

    /** There is no backup in this folder. */
    static Failure missing(Path folder) {
        return new Failure(folder + " holds no backup", "a backup is a folder with " + DESCRIPTION + " and an archive");
    }

    /** The archive. */
    Path archive() {
        Path newer = folder.resolve(NEWER_ARCHIVE);
        return Files.exists(newer) ? newer : folder.resolve(ARCHIVE);
    }

    /** Makes a stream of it, of this configuration. */
    StreamHandle restore(JetStream jetStream, StreamConfig config, Progress progress) throws IOException {
        try (ReadableByteChannel in = new CountingChannel(Files.newByteChannel(archive()), progress)) {
            return jetStream.restore(config, in);
        }
    }
}
