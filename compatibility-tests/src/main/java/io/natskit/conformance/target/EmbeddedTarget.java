// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import io.natskit.server.NatsServer;
import io.natskit.server.config.ConfigFile;
import io.natskit.server.config.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Our server inside this JVM. */
public final class EmbeddedTarget implements Target {
    private static final long SETTLE_NANOS = 2_000_000_000L;

    /** Our server inside this JVM. */
    public EmbeddedTarget() {}

    @Override
    public String name() {
        return "natskit";
    }

    @Override
    public String family() {
        return "natskit";
    }

    @Override
    public boolean configurable() {
        return true;
    }

    @Override
    public boolean isProgram() {
        return false;
    }

    @Override
    public RunningServer start(String config, String... flags) {
        if (flags.length > 0) {
            throw new IllegalStateException("an embedded server takes no flags");
        }
        Path store = config.contains("${store}") ? newFolder() : Path.of("");
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        NatsServer server = NatsServer.builder()
                .options(options(config, store))
                .log((level, text) -> lines.add(level + " " + text))
                .start();
        return new Embedded(server, lines, store);
    }

    private static ServerOptions options(String config, Path store) {
        return ConfigFile.parse(config.replace("${store}", store.toString())).options().toBuilder()
                .listen(listen -> listen.host("127.0.0.1").port(-1))
                .build();
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("conformance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name();
    }

    private record Embedded(NatsServer server, Queue<String> lines, Path store) implements RunningServer {
        @Override
        public String host() {
            return server.host();
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public String log() {
            return String.join("\n", lines);
        }

        @Override
        public String reload(String config) {
            try {
                return String.join("; ", server.reload(options(config, store)).needsRestart());
            } catch (IllegalArgumentException | UncheckedIOException e) {
                return String.valueOf(e.getMessage());
            }
        }

        @Override
        public void close() {
            settle();
            server.close();
            if (!store.toString().isEmpty()) {
                Folders.remove(store);
            }
        }

        /** A client that has just gone may be counted still. */
        private void settle() {
            long end = System.nanoTime() + SETTLE_NANOS;
            while (true) {
                try {
                    server.checkInvariants();
                    return;
                } catch (IllegalStateException e) {
                    if (System.nanoTime() > end) {
                        throw e;
                    }
                    LockSupport.parkNanos(SETTLE_NANOS / 200);
                }
            }
        }
    }
}
