// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link ConsumerGroup} for callers that must not wait; each method means what its namesake there says. */
public interface AsyncConsumerGroup {

    /** See {@link ConsumerGroup#stream()}. */
    String stream();

    /** See {@link ConsumerGroup#name()}. */
    String name();

    /** See {@link ConsumerGroup#kind()}. */
    GroupKind kind();

    /** See {@link ConsumerGroup#create(GroupConfig)}. */
    CompletableFuture<AsyncConsumerGroup> create(GroupConfig config);

    /** See {@link ConsumerGroup#config()}. */
    CompletableFuture<Optional<GroupConfig>> config();

    /** See {@link ConsumerGroup#delete()}. */
    CompletableFuture<Void> delete();

    /** See {@link ConsumerGroup#addMembers(String...)}. */
    CompletableFuture<Membership> addMembers(String... members);

    /** See {@link ConsumerGroup#dropMembers(String...)}. */
    CompletableFuture<Membership> dropMembers(String... members);

    /** See {@link ConsumerGroup#share(Membership)}. */
    CompletableFuture<Void> share(Membership membership);

    /** See {@link ConsumerGroup#activeMembers()}. */
    CompletableFuture<List<String>> activeMembers();

    /** See {@link ConsumerGroup#stepDown(String)}. */
    CompletableFuture<Void> stepDown(String member);

    /** See {@link ConsumerGroup#join(String, JetStreamHandler)}. */
    CompletableFuture<Consuming> join(String member, JetStreamHandler handler);

    /** See {@link ConsumerGroup#join(String, JetStreamHandler, Consumer)}. */
    CompletableFuture<Consuming> join(String member, JetStreamHandler handler, Consumer<JoinSpec> spec);

    /** See {@link ConsumerGroup#messages(String, Consumer)}. */
    CompletableFuture<AsyncMessages> messages(String member, Consumer<JoinSpec> spec);

    /** The same group, blocking. */
    ConsumerGroup blocking();
}
