// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.ByteSizes;
import io.natskit.server.config.EncryptionOptions;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.jetstream.account.JetStreamLog;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.jetstream.storage.Encryption;
import io.natskit.server.jetstream.storage.Storage;
import io.natskit.server.jetstream.storage.StoreCipher;
import io.natskit.server.jetstream.storage.SystemDisk;
import io.natskit.server.jetstream.stream.StreamWatch;
import io.natskit.server.local.LocalClients;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Builds and starts JetStream for a server that has it. */
final class JetStreamRoom {
    private static final String FOLDER = "jetstream";
    private static final long DISK_UNKNOWN_BYTES = 1L << 40;

    private JetStreamRoom() {}

    static JetStream start(
            ServerContext context,
            LocalClients clients,
            Executor storagePool,
            LogSink log,
            @Nullable StreamWatch watch) {
        long began = System.nanoTime();
        ServerOptions options = context.options();
        JetStreamOptions js = options.jetStream();
        log.log(LogSink.Level.INFO, "Starting JetStream");
        Path folder = js.memoryOnly() ? null : folder(js, log);
        long memory = js.maxMemoryBytes() >= 0 ? js.maxMemoryBytes() : memoryBytes() / 4 * 3;
        long files = js.maxFileBytes() >= 0 ? js.maxFileBytes() : folder == null ? memory : diskBytes(folder) / 4 * 3;
        ServerInfo.Facts facts = context.info().facts();
        JetStream room = new JetStream(
                new JetStreamServer(
                        js,
                        clients,
                        context.wallClock(),
                        storagePool,
                        lines(log),
                        facts.name(),
                        facts.id(),
                        options.limits().maxPayloadBytes(),
                        memory,
                        files,
                        folder == null ? null : open(folder, js.encryption(), log),
                        options.featureFlags()),
                options);
        room.server().watch(watch);
        describe(js, memory, files, folder, log);
        room.start(context.accounts().all(), context.accounts().system());
        log.log(LogSink.Level.INFO, "Took " + (System.nanoTime() - began) / 1_000 / 1000.0 + "ms to start JetStream");
        return room;
    }

    private static Storage open(Path folder, EncryptionOptions encryption, LogSink log) {
        Path base = folder.getParent();
        return Storage.open(
                new SystemDisk(),
                base == null ? folder : base,
                encryption(encryption),
                (file, what) -> log.log(LogSink.Level.ERROR, "JetStream: " + file + " " + what),
                notice -> log.log(LogSink.Level.INFO, notice));
    }

    private static @Nullable Encryption encryption(EncryptionOptions options) {
        String key = options.key();
        return key == null ? null : new Encryption(key, options.previousKey(), cipher(options));
    }

    private static StoreCipher cipher(EncryptionOptions options) {
        return switch (options.cipher()) {
            case CHACHAPOLY -> StoreCipher.CHACHAPOLY;
            case AES -> StoreCipher.AES;
        };
    }

    private static Path folder(JetStreamOptions options, LogSink log) {
        Path base = options.storeDir();
        if (base == null) {
            base = Path.of(System.getProperty("java.io.tmpdir"), "nats");
            log.log(LogSink.Level.WARN, "Temporary storage directory used, data could be lost on system reboot");
        }
        return base.resolve(FOLDER).toAbsolutePath();
    }

    private static void describe(
            JetStreamOptions options, long memory, long files, @Nullable Path folder, LogSink log) {
        log.log(LogSink.Level.INFO, "---------------- JETSTREAM ----------------");
        log.log(LogSink.Level.INFO, "  Strict:          " + options.strict());
        log.log(LogSink.Level.INFO, "  Max Memory:      " + ByteSizes.friendly(memory));
        log.log(LogSink.Level.INFO, "  Max Storage:     " + ByteSizes.friendly(files));
        log.log(
                LogSink.Level.INFO,
                "  Store Directory: " + (folder == null ? "none, in memory" : "\"" + folder + "\""));
        if (options.domain() != null) {
            log.log(LogSink.Level.INFO, "  Domain:          " + options.domain());
        }
        if (options.encryption().key() != null) {
            log.log(LogSink.Level.INFO, "  Encryption:      " + cipher(options.encryption()));
        }
        log.log(LogSink.Level.INFO, "  API Level:       " + JetStream.API_LEVEL);
        log.log(LogSink.Level.INFO, "-------------------------------------------");
    }

    /** The machine's memory where it can be known without loading more of the JDK, else that of this process. */
    private static long memoryBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemTotal:")) {
                    String digits = line.substring("MemTotal:".length())
                            .replace("kB", "")
                            .strip();
                    return Long.parseLong(digits) * 1024;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // another system
        }
        return Runtime.getRuntime().maxMemory();
    }

    private static long diskBytes(Path folder) {
        File known = folder.toFile();
        while (known != null && !known.exists()) {
            known = known.getParentFile();
        }
        long free = known == null ? 0 : known.getUsableSpace();
        return free > 0 ? free : DISK_UNKNOWN_BYTES;
    }

    private static JetStreamLog lines(LogSink log) {
        return new JetStreamLog() {
            @Override
            public void notice(String text) {
                log.log(LogSink.Level.INFO, text);
            }

            @Override
            public void warn(String text) {
                log.log(LogSink.Level.WARN, text);
            }

            @Override
            public void error(String text) {
                log.log(LogSink.Level.ERROR, text);
            }
        };
    }
}
