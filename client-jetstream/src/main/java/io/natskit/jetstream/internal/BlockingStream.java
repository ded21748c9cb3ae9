// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.AsyncStreamHandle;
import io.natskit.jetstream.BackupResult;
import io.natskit.jetstream.BackupSpec;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.jetstream.InfoSpec;
import io.natskit.jetstream.OrderedHandle;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.PurgeSpec;
import io.natskit.jetstream.PushHandle;
import io.natskit.jetstream.ReadSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.json.JsonWriter;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A stream for callers who wait. No state but its name. */
final class BlockingStream implements StreamHandle {
    private final Engine engine;
    private final String name;
    private final boolean direct;

    BlockingStream(Engine engine, String name, boolean direct) {
        this.engine = engine;
        this.name = name;
        this.direct = direct;
    }

    private StreamOps ops() {
        return engine.ops();
    }

    private Context context() {
        return engine.context();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public StreamInfo info() {
        return context().await(ops().info(name), "info");
    }

    @Override
    public StreamInfo info(Consumer<InfoSpec> spec) {
        InfoSpec chosen = new InfoSpec();
        spec.accept(chosen);
        return context().await(ops().info(name, chosen), "info");
    }

    @Override
    public StreamHandle update(StreamConfig config) {
        context().await(ops().update(FutureStream.own(name, config), false), "update");
        return this;
    }

    @Override
    public void seal() {
        context().await(ops().seal(name), "seal");
    }

    @Override
    public void delete() {
        context().await(ops().delete(name), "delete");
    }

    @Override
    public long purge(Consumer<PurgeSpec> spec) {
        PurgeSpec chosen = new PurgeSpec();
        spec.accept(chosen);
        return context().await(ops().purge(name, chosen), "purge");
    }

    @Override
    public Optional<StoredMessage> message(long sequence) {
        return get(new JsonWriter().field("seq", sequence));
    }

    @Override
    public Optional<StoredMessage> last(String subject) {
        return context().await(ops().last(name, direct, subject), "message");
    }

    @Override
    public Optional<StoredMessage> next(long from, String subject) {
        return get(new JsonWriter().field("seq", from).field("next_by_subj", subject));
    }

    private Optional<StoredMessage> get(JsonWriter query) {
        return context().await(ops().message(name, direct, query), "message");
    }

    @Override
    public StreamHandle direct() {
        return new BlockingStream(engine, name, true);
    }

    @Override
    public Iterable<StoredMessage> read(Consumer<ReadSpec> spec) {
        ReadSpec chosen = new ReadSpec();
        spec.accept(chosen);
        return PagedList.blocking(context(), "messages", () -> new BatchGet(context(), name, chosen));
    }

    @Override
    public boolean delete(long sequence, boolean erase) {
        return context().await(ops().deleteMessage(name, sequence, erase), "delete");
    }

    @Override
    public ConsumerHandle createConsumer(ConsumerConfig config) {
        return handle(context().await(ops().consumer(name, config, ConsumerAction.CREATE, false), "createConsumer"));
    }

    @Override
    public ConsumerHandle updateConsumer(ConsumerConfig config) {
        return handle(context().await(ops().consumer(name, config, ConsumerAction.UPDATE, false), "updateConsumer"));
    }

    @Override
    public ConsumerHandle ensureConsumer(ConsumerConfig config) {
        return handle(context().await(engine.ensureConsumer(name, config), "ensureConsumer"));
    }

    @Override
    public Ensured ensureConsumer(ConsumerConfig config, Consumer<EnsureSpec> spec) {
        return context().await(engine.ensureConsumer(name, config, FutureJetStream.ensuring(spec)), "ensureConsumer");
    }

    private ConsumerHandle handle(ConsumerInfo info) {
        return new BlockingConsumer(engine, new Target(name, info.name()));
    }

    @Override
    public ConsumerHandle consumer(String consumer) {
        return new BlockingConsumer(engine, new Target(name, Names.checked("consumer", consumer)));
    }

    @Override
    public Optional<ConsumerHandle> findConsumer(String consumer) {
        Names.checked("consumer", consumer);
        return context()
                .await(Api.ifFound(ops().consumerInfo(name, consumer)), "findConsumer")
                .map(this::handle);
    }

    @Override
    public OrderedHandle ordered(Consumer<OrderedSpec> spec) {
        return new OrderedConsumer(ops(), name, FutureStream.chosen(spec), false);
    }

    @Override
    public OrderedHandle orderedPush(Consumer<OrderedSpec> spec) {
        return new OrderedConsumer(ops(), name, FutureStream.chosen(spec), true);
    }

    @Override
    public PushHandle push(ConsumerConfig config) {
        return context().await(PushConsumer.make(engine, name, config), "push");
    }

    @Override
    public ConsumerGroup staticGroup(String group) {
        return new BlockingGroup(Groups.of(engine, GroupKind.STATIC, name, group));
    }

    @Override
    public ConsumerGroup elasticGroup(String group) {
        return new BlockingGroup(Groups.of(engine, GroupKind.ELASTIC, name, group));
    }

    @Override
    public Iterable<String> groupNames(GroupKind kind) {
        return PagedList.blocking(context(), "groups", () -> Groups.names(engine, kind, name));
    }

    @Override
    public void deleteConsumer(String consumer) {
        context().await(ops().deleteConsumer(name, Names.checked("consumer", consumer)), "deleteConsumer");
    }

    @Override
    public Iterable<ConsumerInfo> consumers() {
        return PagedList.blocking(context(), "consumers", () -> ops().consumers(name));
    }

    @Override
    public Iterable<String> consumerNames() {
        return PagedList.blocking(context(), "consumer names", () -> ops().consumerNames(name));
    }

    @Override
    public BackupResult backup(Path folder) {
        return new Backups(engine.api()).backup(name, folder, new BackupSpec());
    }

    @Override
    public BackupResult backup(WritableByteChannel channel, Consumer<BackupSpec> spec) {
        BackupSpec chosen = new BackupSpec();
        spec.accept(chosen);
        return new Backups(engine.api()).backup(name, channel, chosen);
    }

    @Override
    public void stepDown() {
        context().await(ops().stepDown(name), "stepDown");
    }

    @Override
    public AsyncStreamHandle async() {
        return new FutureStream(engine, name, direct);
    }

    @Override
    public String toString() {
        return "Stream[" + name + "]";
    }
}
