// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.OcspCacheOptions;
import io.natskit.server.config.OcspCacheOptions.Type;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/** Looks after a cache of authorities' answers: reads its file, and writes it now and then, and at the end. Any thread. */
final class OcspCacheKeeper {
    private final OcspCacheOptions options;
    private final TlsSurroundings around;
    private final OcspCacheFile file;
    private final OcspCache cache;
    private final LoopTimer timer = new LoopTimer(this::due);
    private final ReentrantLock saving = new ReentrantLock();
    private volatile boolean stopped;

    /** Reads the file, where there is one; what is wrong with it is told, and is no reason not to go on. Blocks. */
    OcspCacheKeeper(OcspCacheOptions options, TlsSurroundings around) {
        this.options = options;
        this.around = around;
        this.file = new OcspCacheFile(options.localStore());
        this.cache = isLocal() ? opened() : new OcspCache(Map.of(), false, 0);
    }

    private OcspCache opened() {
        try {
            return new OcspCache(file.read(), options.preserveRevoked());
        } catch (IOException e) {
            around.journal().warn("Unable to load OCSP peer cache: " + problem(e));
            OcspCache empty = new OcspCache(Map.of(), options.preserveRevoked());
            // in the place of what nobody can read
            empty.mark();
            return empty;
        }
    }

    OcspCacheOptions options() {
        return options;
    }

    OcspCache cache() {
        return cache;
    }

    /** Whether there is something to show of it. */
    boolean isLocal() {
        return options.type() == Type.LOCAL;
    }

    void start() {
        around.journal()
                .notice("OCSP peer cache online, type [" + options.type().name().toLowerCase(Locale.ROOT) + "]");
        if (isLocal()) {
            around.loop().execute(this::again);
        }
    }

    /** Writes what is not written yet. Blocks. */
    void stop() {
        stopped = true;
        around.loop().execute(() -> around.loop().cancel(timer));
        save();
    }

    private void again() {
        if (!stopped) {
            around.loop().schedule(timer, options.saveInterval().toNanos());
        }
    }

    private void due() {
        again();
        try {
            around.work().execute(this::save);
        } catch (RejectedExecutionException e) {
            // the server ends, and saves
            stopped = true;
        }
    }

    /** As {@link #stop}, and goes on. */
    void save() {
        saving.lock();
        try {
            Map<String, OcspEntry> changes = cache.changes();
            if (changes != null && isLocal()) {
                file.write(changes);
            }
        } catch (IOException e) {
            cache.mark();
            around.journal().error("Unable to save OCSP peer cache: " + problem(e));
        } finally {
            saving.unlock();
        }
    }

    /** Exceptions of files name the file alone. */
    private static String problem(IOException e) {
        return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
    }
}
