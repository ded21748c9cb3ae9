// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.Messages;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A partitioned consumer group by its name, as the orbit libraries for other languages have it (server 2.11). Each member has a consumer of its own on its partitions, so members work side
 * by side while messages with one key come one after another. Several may join under one member's name: one of them is given messages, the others stand by.
 *
 * <p>Messages come with their own subjects, without the partition. They are acknowledged by who handles them. Holds no state of the server; errors are as {@link io.natskit.jetstream.JetStream} says.
 */
public interface ConsumerGroup {

    /** The stream that the group is of. */
    String stream();

    /** The group's name. */
    String name();

    /** Its kind. */
    GroupKind kind();

    /**
     * Makes the group; the same again is no error. Returns this handle.
     *
     * @throws GroupChangedException when there is one that was made in another way
     */
    ConsumerGroup create(GroupConfig config);

    /** How it is made, if there is such a group. */
    Optional<GroupConfig> config();

    /** Deletes the group; who joined it is told the end. Messages that its stream holds and nobody handled go with it. */
    void delete();

    /** Elastic groups: has more members share the partitions; returns who they are now. Partitions move once the member that had them has handled what it holds, within its ack wait. */
    Membership addMembers(String... members);

    /** Elastic groups: has fewer members share the partitions; returns who they are now. */
    Membership dropMembers(String... members);

    /** Elastic groups: sets who is a member, evenly or mapped. */
    void share(Membership membership);

    /** The members for whom somebody has joined. */
    List<String> activeMembers();

    /** Has another of those who joined as {@code member} be given messages. */
    void stepDown(String member);

    /**
     * Joins as {@code member}, with the defaults. In an elastic group that may be before it is made one: messages come while it is. Consuming ends with a
     * {@link GroupChangedException} when the group is deleted or made in another way.
     */
    Consuming join(String member, JetStreamHandler handler);

    /** As {@link #join(String, JetStreamHandler)}, as {@code spec} says. */
    Consuming join(String member, JetStreamHandler handler, Consumer<JoinSpec> spec);

    /** As {@link #join(String, JetStreamHandler, Consumer)}, for callers who take messages themselves. */
    Messages messages(String member, Consumer<JoinSpec> spec);

    /** The same group for callers that must not wait. */
    AsyncConsumerGroup async();
}
