// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.group.AsyncConsumerGroup;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.GroupConfig;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.jetstream.group.JoinSpec;
import io.natskit.jetstream.group.Membership;
import io.natskit.reactive.ReactiveJetStream;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.Consumer;

/** A partitioned consumer group in the shapes of RxJava; each method means what its namesake in {@link AsyncConsumerGroup} says. */
public final class RxGroup {
    private final AsyncConsumerGroup async;
    private final ReactiveJetStream js;

    RxGroup(AsyncConsumerGroup async, ReactiveJetStream js) {
        this.async = async;
        this.js = js;
    }

    /** See {@link AsyncConsumerGroup#stream()}. */
    public String stream() {
        return async.stream();
    }

    /** See {@link AsyncConsumerGroup#name()}. */
    public String name() {
        return async.name();
    }

    /** See {@link AsyncConsumerGroup#kind()}. */
    public GroupKind kind() {
        return async.kind();
    }

    /** See {@link AsyncConsumerGroup#create(GroupConfig)}. */
    public Single<RxGroup> create(GroupConfig config) {
        return Futures.single(() -> async.create(config)).map(made -> this);
    }

    /** See {@link AsyncConsumerGroup#config()}. */
    public Maybe<GroupConfig> config() {
        return Futures.maybe(() -> async.config());
    }

    /** See {@link AsyncConsumerGroup#delete()}. */
    public Completable delete() {
        return Futures.completable(() -> async.delete());
    }

    /** See {@link AsyncConsumerGroup#addMembers(String...)}. */
    public Single<Membership> addMembers(String... members) {
        return Futures.single(() -> async.addMembers(members));
    }

    /** See {@link AsyncConsumerGroup#dropMembers(String...)}. */
    public Single<Membership> dropMembers(String... members) {
        return Futures.single(() -> async.dropMembers(members));
    }

    /** See {@link AsyncConsumerGroup#share(Membership)}. */
    public Completable share(Membership membership) {
        return Futures.completable(() -> async.share(membership));
    }

    /** See {@link AsyncConsumerGroup#activeMembers()}. */
    public Single<List<String>> activeMembers() {
        return Futures.single(() -> async.activeMembers());
    }

    /** See {@link AsyncConsumerGroup#stepDown(String)}. */
    public Completable stepDown(String member) {
        return Futures.completable(() -> async.stepDown(member));
    }

    /** See {@link io.natskit.jetstream.FlowJetStream#join}: subscribing joins, disposing leaves. */
    public Flowable<JetStreamMessage> messages(String member, Consumer<JoinSpec> spec) {
        return Flowable.fromPublisher(js.join(async.blocking(), member, spec));
    }

    /** The same, blocking. */
    public ConsumerGroup blocking() {
        return async.blocking();
    }
}
