// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.Messages;
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

/** A group for callers who wait. No state but its name. */
record BlockingGroup(Groups group) implements ConsumerGroup {

    private <T> T await(CompletableFuture<T> future, String operation) {
        return group.engine().context().await(future, operation);
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
    public ConsumerGroup create(GroupConfig config) {
        await(group.create(config), "create");
        return this;
    }

    @Override
    public Optional<GroupConfig> config() {
        return await(group.kept(), "config").map(Groups.Kept::config);
    }

    @Override
    public void delete() {
        await(group.delete(), "delete");
    }

    @Override
    public Membership addMembers(String... members) {
        return await(group.add(members), "addMembers");
    }

    @Override
    public Membership dropMembers(String... members) {
        return await(group.drop(members), "dropMembers");
    }

    @Override
    public void share(Membership membership) {
        await(group.change(before -> membership), "share");
    }

    @Override
    public List<String> activeMembers() {
        return await(group.active(), "activeMembers");
    }

    @Override
    public void stepDown(String member) {
        await(group.stepDown(member), "stepDown");
    }

    @Override
    public Consuming join(String member, JetStreamHandler handler) {
        return join(member, handler, s -> {});
    }

    @Override
    public Consuming join(String member, JetStreamHandler handler, Consumer<JoinSpec> spec) {
        Joined joined = new Joined(group, member, FutureGroup.chosen(spec)).handled(handler);
        return Views.consuming(await(joined.begin(), "join").intake());
    }

    @Override
    public Messages messages(String member, Consumer<JoinSpec> spec) {
        Joined joined = new Joined(group, member, FutureGroup.chosen(spec)).pulled();
        return Views.messages(await(joined.begin(), "join").intake());
    }

    @Override
    public AsyncConsumerGroup async() {
        return new FutureGroup(group);
    }

    @Override
    public String toString() {
        return group.toString();
    }
}
