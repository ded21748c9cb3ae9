// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.jetstream.stream.Committer;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a consumer, as something that becomes durable with the commits of its stream. It is not closed while a sync of it is under way. Confined to
 * the stream's loop.
 */
final class ConsumerDurable implements Committer.Durable {
    private final ConsumerActor actor;
    private final Stream stream;
    private final Fence fence;
    private final boolean stored;
    private int syncs;
    private boolean deleted;

    /** {@code stored} says whether there is a store, which a commit has to wait for. */
    ConsumerDurable(ConsumerActor actor, Stream stream, Fence fence, boolean stored) {
        this.actor = actor;
        this.stream = stream;
        this.fence = fence;
        this.stored = stored;
    }

    /** Runs {@code action} once what the store was told is safe. */
    void whenSafe(java.util.function.Consumer<@Nullable RuntimeException> action) {
        if (stored) {
            stream.changes().committer().nextIndex(this);
        }
        stream.changes().whenCommitted(action);
    }

    @Override
    public void flush() {
        try {
            journal().flush();
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException fault) {
            throw broken(fault);
        }
    }

    // the committer is going over its parts, so the end has to wait; what was to be written is not, and nobody is told
    // that it was
    private StoreFailedException broken(RuntimeException fault) {
        stream.loop().execute(() -> fence.report(fault));
        return new StoreFailedException("consumer '" + actor.name() + "' failed", fault);
    }

    @Override
    public Step prepareSync() {
        Step step;
        try {
            step = journal().prepareSync();
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException fault) {
            throw broken(fault);
        }
        syncs++;
        return new Step() {
            @Override
            public void run() {
                step.run();
            }

            @Override
            public void finish() {
                syncs--;
                try {
                    step.finish();
                } finally {
                    closeIfIdle();
                }
            }
        };
    }

    /** The consumer has ended, {@code forGood} or until the next start. */
    void end(boolean forGood) {
        deleted = forGood;
        leave();
        closeIfIdle();
    }

    /** No commit waits for it any more. */
    void leave() {
        stream.changes().committer().remove(this);
    }

    /** Closes the store of a consumer that has ended, unless a sync is under way, which then does that. */
    void closeIfIdle() {
        if (!actor.consumer().isClosed() || syncs > 0) {
            return;
        }
        if (actor.isOffline()) {
            journal().abandon();
        } else if (deleted) {
            journal().discard();
        } else {
            journal().close();
        }
    }

    private Journal journal() {
        return actor.consumer().journal();
    }
}
