// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What changes a stream: each change is numbered and carried out as it is proposed, made durable with others, and told of once it is committed or has failed. Confined
 * to the stream's loop.
 */
public final class Changes {
    private final Stream stream;
    private final StreamMachine machine;
    private final Outcomes outcomes;
    private final Committer committer;
    private final ReplicatedLog log;
    private final @Nullable StoreUpkeep upkeep;
    private final Runnable commit = this::commitBatch;

    /** None yet; {@code upkeep} is woken by what was changed, where there is one. */
    Changes(Stream stream, StreamMachine machine, Outcomes outcomes, @Nullable StoreUpkeep upkeep) {
        this.stream = stream;
        this.machine = machine;
        this.outcomes = outcomes;
        this.upkeep = upkeep;
        StreamHost host = stream.host();
        JetStreamOptions options = host.options();
        this.committer = new Committer(
                stream.loop(),
                host.storagePool(),
                Committer.Policy.of(stream.config(), options),
                options.syncInterval().toNanos(),
                new CommitListener(),
                stream.fence());
        this.log = new LocalLog(new Machine(), new StoreDurable(stream.store()), committer);
    }

    /** What is in the store at the start is committed. */
    void start() {
        outcomes.start(stream.store().lastSequence());
    }

    /** Commits what was proposed while the stream started. */
    void commit() {
        log.commit();
    }

    /** Makes changes durable, those of consumers too. */
    public Committer committer() {
        return committer;
    }

    /** The number of the last change that was proposed. */
    long proposed() {
        return log.proposed();
    }

    /** The last sequence that consumers may read. */
    public long committedSequence() {
        return outcomes.committedSequence();
    }

    /** Proposes a change; on one server it has happened when this returns. Answers its number. */
    public long propose(Command command) {
        return log.propose(command);
    }

    /** The end of a batch of changes. */
    public void batchEnded() {
        if (!stream.isClosed()) {
            stream.fence().run(commit);
        }
    }

    private void commitBatch() {
        outcomes.proposed(log.proposed(), stream.store().lastSequence());
        log.commit();
        outcomes.committed(log.committed());
        if (upkeep != null) {
            upkeep.wake();
        }
    }

    /** Runs something once all that was proposed so far is committed, with null, or with the reason if it failed. */
    public void whenCommitted(Consumer<@Nullable RuntimeException> action) {
        if (stream.isOffline()) {
            action.accept(new ApiException(stream.offlineError()));
            return;
        }
        outcomes.whenCommitted(log.proposed(), action);
    }

    /** Whoever waits for something to be committed waits in vain; answers what tells them so. */
    List<Runnable> failAll(ApiException why) {
        return outcomes.failAll(why);
    }

    private final class Machine implements ReplicatedLog.StateMachine {
        @Override
        public void apply(Command command) {
            machine.apply(command);
        }

        @Override
        public void committed(long index) {
            outcomes.committed(index);
        }

        @Override
        public void failed(long first, long last, RuntimeException cause) {
            broke(first, last, cause);
        }
    }

    private final class CommitListener implements Committer.Listener {
        @Override
        public void committed(long index) {
            outcomes.committed(index);
        }

        @Override
        public void failed(long first, long last, StoreFailedException cause) {
            broke(first, last, cause);
        }
    }

    private void broke(long first, long last, RuntimeException cause) {
        stream.host()
                .error("JetStream failed to store a msg on stream '"
                        + stream.account().name() + " > " + stream.name() + "': " + cause.getMessage());
        stream.dedupe().forgetLost(committedSequence());
        outcomes.failed(
                first,
                last,
                cause,
                stream.pubAcks().error(JetStreamError.STREAM_STORE_FAILED.with(String.valueOf(cause.getMessage()))));
        machine.count();
    }
}
