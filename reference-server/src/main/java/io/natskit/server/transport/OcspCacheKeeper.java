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
import org.jspecify.annotations.Nullable;

/** Looks after a cache of authorities' answers: reads its file, where it has one, and writes it now and then, and at the end. Any thread. */
final class OcspCacheKeeper {
    private final OcspCacheOptions options;
    private final TlsSurroundings around;
    private final OcspCacheFile file;
    private final OcspCache cache;
    private final LoopTimer timer = new LoopTimer(this::due);
    private final ReentrantLock saving = new ReentrantLock();
    private volatile boolean stopped;

    // guarded by saving
    private boolean failed;

    /**
     * Goes on with the cache of {@code before}, if that is one for the same place, from {@link #start} on by these options; reads the file otherwise,
     * where there is one: what is wrong with it is told, and is no reason not to go on. Blocks.
     */
    OcspCacheKeeper(OcspCacheOptions options, @Nullable OcspCacheKeeper before, TlsSurroundings around) {
        this.options = options;
        this.around = around;
        this.file = new OcspCacheFile(options.localStore());
        this.cache = before != null && isAt(before.options) ? before.cache : opened();
    }

    private OcspCache opened() {
        if (options.type() == Type.NONE) {
            return OcspCache.none();
        }
        if (options.type() == Type.MEMORY) {
            return new OcspCache(Map.of(), options.preserveRevoked());
        }
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

    /** Whether what is kept by other options is kept in the same place. */
    private boolean isAt(OcspCacheOptions other) {
        return options.type() == other.type()
                && (options.type() != Type.LOCAL || options.localStore().equals(other.localStore()));
    }

    OcspCacheOptions options() {
        return options;
    }

    OcspCache cache() {
        return cache;
    }

    void start() {
        around.journal()
                .notice("OCSP peer cache online, type [" + options.type().name().toLowerCase(Locale.ROOT) + "]");
        cache.preserve(options.preserveRevoked());
        if (options.type() == Type.LOCAL) {
            around.loop().execute(this::again);
        }
    }

    /** Writes what is not written yet, unless {@code next} goes on with it, and nothing more. Blocks. */
    void stop(@Nullable OcspCacheKeeper next) {
        stopped = true;
        around.loop().execute(() -> around.loop().cancel(timer));
        saving.lock();
        try {
            if (next == null || next.cache != cache) {
                save();
            }
        } finally {
            saving.unlock();
        }
    }

    private void again() {
        if (!stopped) {
            around.loop().schedule(timer, options.saveInterval().toNanos());
        }
    }

    private void due() {
        again();
        try {
            around.work().execute(this::saveUnlessStopped);
        } catch (RejectedExecutionException e) {
            // there is much to do, and the next time comes; or the server ends, and saves
        }
    }

    private void saveUnlessStopped() {
        saving.lock();
        try {
            if (!stopped) {
                save();
            }
        } finally {
            saving.unlock();
        }
    }

    /** Under the lock. Tells of the first time of several that it fails. */
    private void save() {
        Map<String, OcspEntry> changes = options.type() == Type.LOCAL ? cache.changes() : null;
        if (changes == null) {
            return;
        }
        boolean written = false;
        try {
            file.write(changes);
            written = true;
        } catch (IOException | RuntimeException e) {
            if (!failed) {
                around.journal().error("Unable to save OCSP peer cache: " + problem(e));
            }
        } finally {
            failed = !written;
            if (failed) {
                cache.mark();
            }
        }
    }

    /** Exceptions of files name the file alone. */
    private static String problem(Exception e) {
        return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
    }
}
