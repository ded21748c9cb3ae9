// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.wire.jetstream.JetStreamError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a stream: it is closed, deleted, or out of service since nobody knows what it holds. Whoever waits is told; the store is let go of once no other
 * thread is at work on it, then what is attached to it, and then those who wait for that are told. A step that fails is told of, and the others are done all
 * the same. Confined to the stream's loop.
 */
final class StreamEnd {
    private final Stream stream;
    private final Changes changes;
    private final @Nullable StoreUpkeep upkeep;
    private final List<Runnable> attached = new ArrayList<>();
    private final List<Runnable> whenGone = new ArrayList<>();
    private boolean begun;
    private volatile @Nullable String reason;
    private boolean gone;

    StreamEnd(Stream stream, Changes changes, @Nullable StoreUpkeep upkeep) {
        this.stream = stream;
        this.changes = changes;
        this.upkeep = upkeep;
    }

    /** Has something closed with the store, once nothing more is written. */
    void attach(Runnable closing) {
        attached.add(closing);
    }

    /** Whether it has: nothing is done for the stream any more. */
    boolean hasBegun() {
        return begun;
    }

    /** Why it is out of service, or null if it is not. Any thread. */
    @Nullable
    String reason() {
        return reason;
    }

    /** Closes it, for good if it is {@code deleted}; {@code done} runs once the store is closed. */
    void close(boolean deleted, Runnable done) {
        if (!begun) {
            begun = true;
            attempt(() -> stream.feed().close(deleted));
            stream.consumers().forEach(one -> one.streamClosed(deleted));
            if (deleted) {
                failAll(new ApiException(JetStreamError.STREAM_NOT_FOUND));
            }
            stopWork(deleted ? stream.store()::close : this::keepAll, !deleted);
        }
        whenGone(done);
    }

    private void keepAll() {
        stream.store().close();
        stream.feed().keep();
        FolderDurable folder = stream.folderDurable();
        if (folder != null) {
            folder.close();
        }
    }

    /**
     * Nobody knows what a stream holds in memory after a fault, so it does nothing more: whoever waits, and whoever comes, gets an error, and
     * its files stay as they are. The next start reads them as after a crash.
     */
    void outOfService(RuntimeException fault) {
        stream.host()
                .error("JetStream stream '" + stream.account().name() + " > " + stream.name() + "' failed"
                        + (begun ? ": " : " and is out of service: ") + Fence.describe(fault));
        if (!begun) {
            goOffline("internal error");
        }
    }

    /** Takes it out of service. */
    void goOffline(String why) {
        begun = true;
        reason = why;
        attempt(() -> stream.acks().endAll(stream.pubAcks().error(stream.offlineError())));
        failAll(new ApiException(stream.offlineError()));
        attempt(() -> stream.feed().close(false));
        stream.consumers().forEach(one -> attempt(one::streamOffline));
        attempt(() -> stopWork(stream.store()::abandon, false));
    }

    private void failAll(ApiException why) {
        changes.failAll(why).forEach(this::attempt);
    }

    /** Ends what other threads do for the store, and then the store; once. One that {@code opensAgain} leaves its index for that. */
    private void stopWork(Runnable endOfStore, boolean opensAgain) {
        stream.stopWork();
        Runnable idle = () -> finish(endOfStore, opensAgain);
        changes.committer().close(upkeep == null ? idle : () -> upkeep.close(idle));
    }

    private void finish(Runnable endOfStore, boolean opensAgain) {
        attempt(endOfStore);
        attached.forEach(this::attempt);
        if (opensAgain && stream.folder() != null) {
            leaveIndex();
        } else {
            gone();
        }
    }

    // beside the loop, where the next stream waits to be closed
    private void leaveIndex() {
        Runnable leave =
                () -> stream.store().leaveIndex(() -> Thread.currentThread().isInterrupted());
        stream.fence().elsewhere(stream.host().storagePool(), stream.loop(), leave, fault -> {
            if (fault != null) {
                stream.fence().report(fault);
            }
            gone();
        });
    }

    private void gone() {
        gone = true;
        whenGone.forEach(Runnable::run);
        whenGone.clear();
    }

    /** Runs something once the store is closed: now, if it is. */
    void whenGone(Runnable done) {
        if (gone) {
            done.run();
        } else {
            whenGone.add(done);
        }
    }

    /** One step of the end. */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            stream.host()
                    .error("JetStream stream '" + stream.account().name() + " > " + stream.name()
                            + "' failed while it ended: " + Fence.describe(e));
        }
    }
}
