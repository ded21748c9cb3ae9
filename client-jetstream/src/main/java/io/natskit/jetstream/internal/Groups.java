// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.PublishSpec;
import io.natskit.jetstream.ReadSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.group.GroupChangedException;
import io.natskit.jetstream.group.GroupConfig;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.jetstream.group.Membership;
import io.natskit.jetstream.group.PartitionFilter;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.JetStreamHeader;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * One group, as futures of the engine: what is kept of it in its kind's bucket, its stream, its consumers. The bucket is read and written as streams are; the client of buckets stands
 * above this module.
 *
 * @param engine of the account
 * @param kind the group's kind
 * @param stream the stream that it is of
 * @param name its name
 */
record Groups(Engine engine, GroupKind kind, String stream, String name) {
    private static final String PRIORITY_GROUP = "PCG";
    private static final int CHANGES_MAX = 100;

    /** The priority group of each member's consumer. */
    static String priorityGroup() {
        return PRIORITY_GROUP;
    }

    /** A group; throws {@link IllegalArgumentException} for a name that cannot be one. */
    static Groups of(Engine engine, GroupKind kind, String stream, String name) {
        return new Groups(engine, kind, stream, Names.checked("group", name));
    }

    /**
     * What the bucket says of a group.
     *
     * @param config how it is made
     * @param revision since when
     */
    record Kept(GroupConfig config, long revision) {}

    private static String bucket(GroupKind kind) {
        return kind == GroupKind.STATIC ? "static-consumer-groups" : "elastic-consumer-groups";
    }

    private static String bucketStream(GroupKind kind) {
        return "KV_" + bucket(kind);
    }

    /** The stream of the bucket. */
    String bucketStream() {
        return bucketStream(kind);
    }

    /** Where the group's configuration is kept. */
    String key() {
        return key(kind, stream, name);
    }

    private static String key(GroupKind kind, String stream, String name) {
        return "$KV." + bucket(kind) + "." + stream + "." + name;
    }

    /** Where it is written: in another domain, or account, behind the API's prefix. */
    private String writeKey() {
        String prefix = engine.context().options().prefix();
        return prefix.equals("$JS.API.") ? key() : prefix + key();
    }

    /** The stream that members consume. */
    String consumed() {
        return kind == GroupKind.STATIC ? stream : stream + "-" + name;
    }

    /** The name of a member's consumer. */
    String consumer(String member) {
        return kind == GroupKind.STATIC ? name + "-" + member : member;
    }

    private StreamOps ops() {
        return engine.ops();
    }

    // what is kept

    /** The configuration, if there is such a group. */
    CompletableFuture<Optional<Kept>> kept() {
        return ops().last(bucketStream(), false, key())
                .thenApply(found -> found.filter(m -> !isMarker(m.headers())).map(this::read));
    }

    private Kept read(StoredMessage message) {
        return new Kept(read(message.bytes()), message.sequence());
    }

    /** Reads a configuration; throws {@link GroupChangedException} for what is none. */
    GroupConfig read(byte[] json) {
        try {
            return GroupJson.read(kind, json);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new GroupChangedException(this + " has a configuration that cannot be read: " + e.getMessage());
        }
    }

    /** Whether it says that the key was deleted. */
    static boolean isMarker(Headers headers) {
        return headers.contains("KV-Operation") || headers.contains(JetStreamHeader.MARKER_REASON.text());
    }

    private static boolean is(Throwable error, JetStreamError code) {
        return Failures.cause(error) instanceof JetStreamApiException e && e.is(code);
    }

    /** The configuration; fails where there is no such group. */
    CompletableFuture<Kept> present() {
        return kept().thenApply(found -> found.orElseThrow(() -> new GroupChangedException(this + " is not there")));
    }

    /** Writes the configuration, if its last revision, a deletion's too, is {@code revision}. */
    private CompletableFuture<PubAck> write(GroupConfig config, long revision) {
        OutgoingMessage message =
                OutgoingMessage.to(writeKey()).payload(GroupJson.write(config)).build();
        return engine.publishing().publishAsync(message, new PublishSpec().expectLastSubjectSequence(revision));
    }

    // making and changing

    CompletableFuture<Void> create(GroupConfig config) {
        if (config.kind() != kind) {
            throw new IllegalArgumentException("config: a " + config.kind() + " group (expected: " + kind + ")");
        }
        return ops().info(stream)
                .thenCompose(info -> ensureBucket(info.config().replicas())
                        .thenCompose(nothing -> keep(config))
                        .thenCompose(nothing -> kind == GroupKind.STATIC
                                ? CompletableFuture.completedFuture(null)
                                : ops().create(workQueue(config, info.config()), false)
                                        .thenApply(made -> null)));
    }

    private CompletableFuture<Void> ensureBucket(int replicas) {
        StreamConfig bucket = StreamConfig.builder(bucketStream())
                .subjects("$KV." + bucket(kind) + ".>")
                .maxMessagesPerSubject(1)
                .storage(StorageType.FILE)
                .replicas(replicas)
                .discard(DiscardPolicy.NEW)
                .allowRollup(true)
                .denyDelete(true)
                .allowDirect(true)
                .build();
        return Api.ifFound(ops().info(bucketStream()))
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(null)
                        : ops().create(bucket, false).thenApply(made -> null));
    }

    private CompletableFuture<Void> keep(GroupConfig config) {
        return ops().last(bucketStream(), false, key()).thenCompose(found -> {
            Optional<Kept> kept = found.filter(m -> !isMarker(m.headers())).map(this::read);
            if (kept.isEmpty()) {
                return write(config, found.map(StoredMessage::sequence).orElse(0L))
                        .thenApply(ack -> null);
            }
            GroupConfig there = kept.get().config();
            boolean same = kind == GroupKind.STATIC ? there.equals(config) : there.differsInMembersOnly(config);
            if (!same) {
                throw new GroupChangedException(this + " is there, made in another way: " + there);
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Takes the stream's messages over, each with the number of its partition before its subject. */
    private StreamConfig workQueue(GroupConfig config, StreamConfig origin) {
        List<SubjectTransformConfig> transforms = new ArrayList<>();
        List<PartitionFilter> filters =
                config.filters().isEmpty() ? List.of(new PartitionFilter(">", List.of())) : config.filters();
        for (PartitionFilter filter : filters) {
            transforms.add(new SubjectTransformConfig(filter.filter(), destination(filter, config.partitions())));
        }
        return StreamConfig.builder(consumed())
                .retention(RetentionPolicy.WORK_QUEUE)
                .replicas(origin.replicas())
                .storage(origin.storage())
                .maxMessages(config.bufferedMessagesMax())
                .maxBytes(config.bufferedBytesMax())
                .discard(DiscardPolicy.NEW)
                .allowDirect(true)
                .sources(StreamSource.builder(stream)
                        .subjectTransforms(transforms.toArray(SubjectTransformConfig[]::new))
                        .build())
                .build();
    }

    /** As the orbit libraries spell it, so that their groups and ours are the same to the server. */
    static String destination(PartitionFilter filter, int partitions) {
        StringBuilder out = new StringBuilder("{{Partition(").append(partitions);
        filter.wildcards().forEach(wildcard -> out.append(',').append(wildcard));
        out.append(")}}.");
        int star = 0;
        for (int i = 0; i < filter.filter().length(); i++) {
            char c = filter.filter().charAt(i);
            if (c == '*') {
                out.append("{{Wildcard(").append(++star).append(")}}");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    CompletableFuture<Void> delete() {
        OutgoingMessage marker =
                OutgoingMessage.to(writeKey()).header("KV-Operation", "DEL").build();
        return present()
                .thenCompose(kept -> engine.publishing().publishAsync(marker, new PublishSpec()))
                .thenCompose(ack -> kind == GroupKind.STATIC ? deleteConsumers() : deleteWorkQueue());
    }

    private CompletableFuture<Void> deleteWorkQueue() {
        return Api.ifFound(ops().delete(consumed()).thenApply(nothing -> true)).thenApply(gone -> null);
    }

    private CompletableFuture<Void> deleteConsumers() {
        return new PagedList<>(engine.context(), ops().consumerNames(stream))
                .all()
                .thenCompose(names -> CompletableFuture.allOf(names.stream()
                        .filter(consumer -> consumer.startsWith(name + "-"))
                        .map(consumer -> deleteConsumer(consumer))
                        .toArray(CompletableFuture[]::new)));
    }

    /** Deletes a consumer; that it is not there is as good. */
    CompletableFuture<Void> deleteConsumer(String consumer) {
        return Api.ifFound(ops().deleteConsumer(consumed(), consumer).thenApply(nothing -> true))
                .thenApply(gone -> null);
    }

    // members

    CompletableFuture<Membership> add(String... members) {
        return change(now -> {
            Set<String> all = new LinkedHashSet<>(evenly(now).members());
            all.addAll(Membership.of(members).members());
            return new Membership(List.copyOf(all), java.util.Map.of());
        });
    }

    CompletableFuture<Membership> drop(String... members) {
        return change(now -> {
            List<String> rest = new ArrayList<>(evenly(now).members());
            rest.removeAll(List.of(members));
            return new Membership(rest, java.util.Map.of());
        });
    }

    private Membership evenly(Membership now) {
        if (!now.mappings().isEmpty()) {
            throw new IllegalStateException(this + " maps partitions to members (expected: members who share evenly)");
        }
        return now;
    }

    CompletableFuture<Membership> change(UnaryOperator<Membership> change) {
        if (kind == GroupKind.STATIC) {
            throw new IllegalStateException(this + " keeps its members (expected: an ELASTIC group)");
        }
        return change(change, CHANGES_MAX);
    }

    private CompletableFuture<Membership> change(UnaryOperator<Membership> change, int attempts) {
        return present().thenCompose(kept -> {
            GroupConfig next = kept.config().with(change.apply(kept.config().membership()));
            return write(next, kept.revision())
                    .handle((ack, error) -> {
                        if (error == null) {
                            return CompletableFuture.completedFuture(next.membership());
                        }
                        boolean faster = is(error, JetStreamError.STREAM_WRONG_LAST_SEQUENCE)
                                || is(error, JetStreamError.STREAM_WRONG_LAST_SEQUENCE_CONSTANT);
                        if (faster && attempts > 1) {
                            return change(change, attempts - 1);
                        }
                        throw Failures.unchecked(error);
                    })
                    .thenCompose(done -> done);
        });
    }

    CompletableFuture<List<String>> active() {
        return present()
                .thenCompose(kept -> new PagedList<>(engine.context(), ops().consumers(consumed()))
                        .all()
                        .thenApply(consumers -> kept.config().membership().names().stream()
                                .filter(member -> consumers.stream().anyMatch(info -> isActive(member, info)))
                                .toList()));
    }

    private boolean isActive(String member, ConsumerInfo info) {
        return info.name().equals(consumer(member)) && info.numWaiting() > 0;
    }

    CompletableFuture<Void> stepDown(String member) {
        return ops().unpin(consumed(), consumer(Names.checked("member", member)), PRIORITY_GROUP);
    }

    // all groups of a stream

    /** The names of a stream's groups of a kind. */
    static PagedList.Source<String> names(Engine engine, GroupKind kind, String stream) {
        String prefix = key(kind, stream, "");
        PagedList.Source<StoredMessage> kept = new BatchGet(
                engine.context(),
                bucketStream(kind),
                new ReadSpec().subject(prefix + "*").lastPerSubject());
        return () -> Api.ifFound(engine.ops().info(bucketStream(kind)))
                .thenCompose(bucket -> bucket.isEmpty()
                        ? CompletableFuture.completedFuture(new PagedList.Page<>(List.of(), true))
                        : kept.next()
                                .thenApply(page -> new PagedList.Page<>(
                                        page.elements().stream()
                                                .filter(message -> !isMarker(message.headers()))
                                                .map(message ->
                                                        message.subject().substring(prefix.length()))
                                                .toList(),
                                        page.last())));
    }

    @Override
    public String toString() {
        return (kind == GroupKind.STATIC ? "static" : "elastic") + " group \"" + name + "\" of stream \"" + stream
                + "\"";
    }
}
