// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConfigBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The five streams that an account's sessions and messages are kept in, laid out as nats-server lays them out. */
final class Streams {
    private Streams() {}

    /** One of them, and how errors call it. */
    private record Layout(String called, StreamConfig config) {}

    private static List<Layout> all(String domainToken, int replicas) {
        return List.of(
                new Layout(
                        "sessions",
                        stream(Names.SESSIONS, Names.SESSIONS_SUBJECT + domainToken, replicas)
                                .maxMessagesPerSubject(1)
                                .build()),
                new Layout(
                        "messages",
                        stream(Names.MESSAGES, Names.MESSAGES_SUBJECT, replicas)
                                .retention(RetentionPolicy.INTEREST)
                                .build()),
                new Layout(
                        "QoS2 incoming messages",
                        stream(Names.HELD, Names.HELD_SUBJECT, replicas)
                                .discard(DiscardPolicy.NEW)
                                .maxMessagesPerSubject(1)
                                .discardNewPerSubject(true)
                                .build()),
                new Layout(
                        "QoS2 outgoing PUBREL",
                        stream(Names.OUT, Names.OUT_SUBJECT, replicas)
                                .retention(RetentionPolicy.INTEREST)
                                .build()),
                new Layout(
                        "retained messages",
                        stream(Names.RETAINED, Names.RETAINED_SUBJECT, replicas)
                                .maxMessagesPerSubject(1)
                                .build()));
    }

    private static StreamConfigBuilder stream(String name, String subjects, int replicas) {
        return StreamConfig.builder(name)
                .subjects(subjects + ">")
                .storage(StorageType.FILE)
                .replicas(replicas);
    }

    /** Makes those that are not there yet. */
    static CompletableFuture<Void> ensure(Requests requests, String domainToken, int replicas) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Layout one : all(domainToken, replicas)) {
            all = all.thenCompose(before -> ensure(requests, one));
        }
        return all;
    }

    private static CompletableFuture<Void> ensure(Requests requests, Layout one) {
        String name = one.config().name();
        return requests.ask("STREAM.INFO." + name, new byte[0])
                .handle((info, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    if (!isError(failure, JetStreamError.STREAM_NOT_FOUND)) {
                        return CompletableFuture.<Void>failedFuture(
                                failed("lookup " + one.called() + " stream", failure));
                    }
                    return create(requests, one);
                })
                .thenCompose(next -> next);
    }

    private static CompletableFuture<Void> create(Requests requests, Layout one) {
        return requests.ask("STREAM.CREATE." + one.config().name(), one.config().toJson())
                .handle((made, failure) -> {
                    if (failure != null && !isError(failure, JetStreamError.STREAM_NAME_EXIST)) {
                        throw failed("create " + one.called() + " stream", failure);
                    }
                    return null;
                });
    }

    private static RequestFailedException failed(String what, Throwable cause) {
        return new RequestFailedException(what + ": " + cause.getMessage());
    }

    /** Whether what should be deleted is not there any more. */
    static boolean isGone(Throwable failure) {
        return isError(failure, JetStreamError.SEQUENCE_NOT_FOUND)
                || isError(failure, JetStreamError.STREAM_MSG_DELETE_FAILED)
                || isError(failure, JetStreamError.CONSUMER_NOT_FOUND);
    }

    /** Whether a request was refused for that reason. */
    static boolean isError(Throwable failure, JetStreamError error) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RequestFailedException refused && refused.is(error.errCode());
    }
}
