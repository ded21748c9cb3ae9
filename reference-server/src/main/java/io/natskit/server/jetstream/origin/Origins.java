// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.jetstream.storage.StreamFolder;
import io.natskit.server.jetstream.stream.SourceKey;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.stream.StreamFeed;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.StreamSourceInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that one stream copies: its mirror's origin, or its sources, each with a link of its own, so that one that is missing or broken is no
 * matter to the others. Keeps how far the sources have come, where the stream is kept at all. On the stream's loop.
 */
public final class Origins implements StreamFeed {
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    // so many messages of its own a restart may look through
    private static final long SCAN_MOST = 10_000;

    private final Stream stream;
    private final @Nullable StreamFolder folder;
    private final LoopTimer keeping;
    private final Map<SourceKey, Source> sources = new LinkedHashMap<>();
    private SourceLedger ledger;
    private @Nullable Mirror mirror;
    private boolean writing;
    private boolean started;
    private volatile boolean closed;

    private record Source(StreamSource of, SourceCopy copy, HiddenConsumer hidden, OriginLink link) {}

    private record Mirror(StreamSource of, MirrorCopy copy, OriginLink link) {}

    /** What a stream copies; {@code kept} is what {@link StreamFolder#sources()} had of its earlier life. */
    public Origins(Stream stream, byte[] kept) {
        this.stream = stream;
        this.folder = stream.folder();
        this.keeping = new LoopTimer(stream.fence().around(this::keepSoon));
        this.ledger = SourceLedger.of(kept);
    }

    @Override
    public void start() {
        if (started || closed) {
            return;
        }
        started = true;
        StreamConfig config = stream.config();
        config.mirror().ifPresent(this::beginMirror);
        add(config.sources(), config, Map.of());
    }

    private void beginMirror(StreamSource origin) {
        MirrorCopy copy = new MirrorCopy(stream, origin);
        Mirror made = new Mirror(origin, copy, new OriginLink(stream, copy, HiddenConsumer.ofMirror(stream, origin)));
        mirror = made;
        made.link.begin();
    }

    private void add(List<StreamSource> added, StreamConfig config, Map<SourceKey, SourceState> carried) {
        if (added.isEmpty()) {
            return;
        }
        Set<SourceKey> keys = new HashSet<>();
        added.forEach(one -> keys.add(SourceKey.of(one)));
        keys.removeAll(carried.keySet());
        Map<SourceKey, SourceState> known = ledger.found(keys, stream.store());
        known.putAll(carried);
        for (StreamSource one : added) {
            SourceKey key = SourceKey.of(one);
            SourceCopy copy = new SourceCopy(stream, one, known.getOrDefault(key, SourceState.NONE), this::stateOf);
            HiddenConsumer hidden = HiddenConsumer.ofSource(stream, one, config.sources());
            Source made = new Source(one, copy, hidden, new OriginLink(stream, copy, hidden));
            sources.put(key, made);
            made.link.begin();
        }
        keepLater();
    }

    private SourceState stateOf(SourceKey key) {
        return ledger.found(Set.of(key), stream.store()).getOrDefault(key, SourceState.NONE);
    }

    @Override
    public void updated(StreamConfig before, StreamConfig after) {
        if (!started || closed) {
            return;
        }
        Mirror promoted = mirror;
        if (promoted != null && after.mirror().isEmpty()) {
            promoted.link.close(true);
            mirror = null;
        }
        if (before.sources().equals(after.sources())) {
            return;
        }
        Set<SourceKey> wanted = new HashSet<>();
        List<StreamSource> added = new ArrayList<>();
        Map<SourceKey, SourceState> carried = new HashMap<>();
        for (StreamSource one : after.sources()) {
            SourceKey key = SourceKey.of(one);
            Source known = sources.get(key);
            // one whose origin is named a second time now has a consumer of another name
            if (known != null && isCalledAsBefore(known, one, after)) {
                wanted.add(key);
            } else {
                added.add(one);
            }
        }
        for (SourceKey key : List.copyOf(sources.keySet())) {
            Source gone = sources.get(key);
            if (gone != null && !wanted.contains(key)) {
                gone.link.close(true);
                sources.remove(key);
                if (added.stream().anyMatch(one -> SourceKey.of(one).equals(key))) {
                    carried.put(key, gone.copy.state());
                }
            }
        }
        add(added, after, carried);
    }

    private boolean isCalledAsBefore(Source known, StreamSource now, StreamConfig config) {
        return HiddenConsumer.ofSource(stream, now, config.sources()).name().equals(known.hidden.name());
    }

    @Override
    public void close(boolean deleted) {
        closed = true;
        stream.loop().cancel(keeping);
        Mirror own = mirror;
        if (own != null) {
            own.link.close(deleted);
        }
        sources.values().forEach(one -> one.link.close(deleted));
    }

    // ---- keeping

    private void keepLater() {
        if (folder != null && !closed && !sources.isEmpty() && !keeping.isScheduled()) {
            stream.loop().schedule(keeping, KEEP_NANOS);
        }
    }

    /** Once a second, if something came: notes where the sources are, waits until that is safe, and writes it beside the loop. */
    private void keepSoon() {
        SourceLedger now = now();
        if (now.states().equals(ledger.states()) && now.upTo() - ledger.upTo() < SCAN_MOST) {
            keepLater();
            return;
        }
        stream.changes().whenCommitted(problem -> {
            if (problem == null && !closed) {
                writing = true;
                boolean[] done = new boolean[1];
                stream.fence()
                        .elsewhere(
                                stream.host().storagePool(),
                                stream.loop(),
                                () -> done[0] = write(now),
                                fault -> written(done[0] ? now : ledger, fault));
            } else {
                keepLater();
            }
        });
        stream.changes().batchEnded();
    }

    private void written(SourceLedger what, @Nullable RuntimeException fault) {
        writing = false;
        if (fault != null) {
            throw fault;
        }
        ledger = what;
        keepLater();
    }

    private SourceLedger now() {
        Map<SourceKey, SourceState> states = new HashMap<>();
        sources.forEach((key, one) -> states.put(key, one.copy.state()));
        return new SourceLedger(stream.store().lastSequence(), states);
    }

    private boolean write(SourceLedger what) {
        StreamFolder to = folder;
        if (to == null) {
            return false;
        }
        try {
            to.writeSources(what.toBytes());
            return true;
        } catch (StoreFailedException e) {
            if (!closed) {
                stream.host()
                        .warn("JetStream could not keep the sources of stream '" + stream.name() + "': "
                                + e.getMessage());
            }
            return false;
        }
    }

    @Override
    public void keep() {
        // one that is being written is a second old at most, and the messages tell the rest
        if (started && !writing && !sources.isEmpty()) {
            write(now());
        }
    }

    // ---- telling

    @Override
    public @Nullable StreamSourceInfo mirror() {
        Mirror own = mirror;
        if (own == null) {
            return stream.config()
                    .mirror()
                    .map(origin -> info(origin, 0, 0, null, -1).toBuilder()
                            .filterSubject("")
                            .build())
                    .orElse(null);
        }
        StreamSourceInfo info = info(own.of, own.copy.lag(), 0, own.link.error(), own.link.activeNanos());
        // as nats-server shows it
        return own.link.hasAsked() ? info : info.toBuilder().filterSubject("").build();
    }

    @Override
    public List<StreamSourceInfo> sources() {
        List<StreamSourceInfo> all = new ArrayList<>();
        for (StreamSource one : stream.config().sources()) {
            Source known = sources.get(SourceKey.of(one));
            all.add(
                    known == null
                            ? info(one, 0, 0, null, -1)
                            : info(
                                    one,
                                    known.copy.lag(),
                                    known.copy.state().sequence(),
                                    known.link.error(),
                                    known.link.activeNanos()));
        }
        return all;
    }

    private static StreamSourceInfo info(
            StreamSource of,
            long lag,
            long sequence,
            io.natskit.wire.jetstream.@Nullable ApiError error,
            long activeNanos) {
        return StreamSourceInfo.builder()
                .name(of.name())
                .external(of.external().orElse(null))
                .lag(lag)
                .sequence(sequence)
                .active(Duration.ofNanos(activeNanos))
                .error(error)
                .filterSubject(of.filterSubject())
                .subjectTransforms(of.subjectTransforms())
                .build();
    }
}
