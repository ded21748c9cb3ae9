// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.group.AsyncConsumerGroup;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.GroupConfig;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.jetstream.group.JoinSpec;
import io.natskit.jetstream.group.Membership;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A group for callers who must not wait. No state but its name. */
final class FutureGroup implements AsyncConsumerGroup {
    private final Groups group;

    FutureGroup(Groups group) {
        this.group = group;
    }

    static JoinSpec chosen(Consumer<JoinSpec> spec) {
        JoinSpec chosen = new JoinSpec();
        spec.accept(chosen);
        return chosen;
    }

    private <T> CompletableFuture<T> hop(CompletableFuture<T> future) {
        return group.engine().context().hop(future);
    }

    @Override
    public String stream() {
        return group.stream();
    }

    @Override
    public String name() {
        return group.name();
    }

    @Override
    public GroupKind kind() {
        return group.kind();
    }

    @Override
    public CompletableFuture<AsyncConsumerGroup> create(GroupConfig config) {
        return hop(group.create(config).thenApply(nothing -> this));
    }

    @Override
    public CompletableFuture<Optional<GroupConfig>> config() {
        return hop(group.kept().thenApply(kept -> kept.map(Groups.Kept::config)));
    }

    @Override
    public CompletableFuture<Void> delete() {
        return hop(group.delete());
    }

    @Override
    public CompletableFuture<Membership> addMembers(String... members) {
        return hop(group.add(members));
    }

    @Override
    public CompletableFuture<Membership> dropMembers(String... members) {
        return hop(group.drop(members));
    }

    @Override
    public CompletableFuture<Void> share(Membership membership) {
        return hop(group.change(before -> membership).thenApply(now -> null));
    }

    @Override
    public CompletableFuture<List<String>> activeMembers() {
        return hop(group.active());
    }

    @Override
    public CompletableFuture<Void> stepDown(String member) {
        return hop(group.stepDown(member));
    }

    @Override
    public CompletableFuture<Consuming> join(String member, JetStreamHandler handler) {
        return join(member, handler, s -> {});
    }

    @Override
    public CompletableFuture<Consuming> join(String member, JetStreamHandler handler, Consumer<JoinSpec> spec) {
        return hop(new Joined(group, member, chosen(spec))
                .handled(handler)
                .begin()
                .thenApply(joined -> Views.consuming(joined.intake())));
    }

    @Override
    public CompletableFuture<AsyncMessages> messages(String member, Consumer<JoinSpec> spec) {
        return hop(new Joined(group, member, chosen(spec))
                .pulled()
                .begin()
                .thenApply(joined -> Views.asyncMessages(joined.intake())));
    }

    @Override
    public ConsumerGroup blocking() {
        return new BlockingGroup(group);
    }

    @Override
    public String toString() {
        return group.toString();
    }
}
