// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.consumer.ConsumerActor;
import io.natskit.server.jetstream.consumer.ConsumerLimitsInForce;
import io.natskit.server.jetstream.consumer.ConsumerMetadata;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.HeaderNames;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerCreateRequest;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.ConsumerPage;
import io.natskit.wire.jetstream.ConsumerPauseRequest;
import io.natskit.wire.jetstream.ConsumerResetRequest;
import io.natskit.wire.jetstream.ConsumerUnpinRequest;
import io.natskit.wire.jetstream.ConsumersRequest;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.NamesPage;
import io.natskit.wire.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of consumers (JA-16 to JA-22). Begins on the account's home loop, goes on on the stream's. */
public final class ConsumerApi {
    private static final int NAMES_PAGE = 1024;
    private static final int LIST_PAGE = 256;

    private ConsumerApi() {}

    /** The rows of the table. */
    public static List<Operation> operations() {
        return List.of(
                Operation.of("CONSUMER.CREATE.*", "consumer_create", ConsumerApi::createEphemeral),
                Operation.of("CONSUMER.CREATE.*.>", "consumer_create", ConsumerApi::create),
                Operation.of("CONSUMER.DURABLE.CREATE.*.*", "consumer_create", ConsumerApi::createDurable),
                Operation.info("CONSUMER.NAMES.*", "consumer_names", ConsumerApi::names)
                        .withAfterError(ConsumerApi::noConsumers),
                Operation.info("CONSUMER.LIST.*", "consumer_list", ConsumerApi::list)
                        .withAfterError(ConsumerApi::noConsumers),
                Operation.info("CONSUMER.INFO.*.*", "consumer_info", ConsumerApi::info),
                Operation.of("CONSUMER.DELETE.*.*", "consumer_delete", ConsumerApi::delete),
                Operation.of("CONSUMER.PAUSE.*.*", "consumer_pause", ConsumerApi::pause)
                        .withAfterError(ConsumerApi::notPaused),
                Operation.of("CONSUMER.UNPIN.*.*", "consumer_unpin", ConsumerApi::unpin),
                Operation.of("CONSUMER.RESET.*.*", "consumer_reset", ConsumerApi::reset)
                        .withAfterError(json -> json.field("reset_seq", 0))
                        .unaudited());
    }

    private static void noConsumers(JsonWriter json) {
        json.field("total", 0).field("offset", 0).field("limit", 0).strings("consumers", List.of());
    }

    private static void notPaused(JsonWriter json) {
        json.field("paused", false).time("pause_until", (Instant) null);
    }

    // ---- making

    private static void createEphemeral(ApiRequest request) {
        ConsumerCreateRequest asked = request.read(ConsumerCreateRequest::ofRequest);
        requireStream(request.token(2), asked);
        requireNoSeparators(asked.config().name());
        if (!asked.config().durable().isEmpty()) {
            throw new ApiException(JetStreamError.CONSUMER_EPHEMERAL_WITH_DURABLE_NAME);
        }
        make(request, asked, asked.config());
    }

    private static void create(ApiRequest request) {
        ConsumerCreateRequest asked = request.read(ConsumerCreateRequest::ofRequest);
        String name = request.token(3);
        String filter = request.tokenCount() > 4 ? request.tokensFrom(4) : "";
        requireStream(request.token(2), asked);
        requireNoSeparators(name);
        ConsumerConfig config = asked.config();
        if (!config.durable().isEmpty() && !config.durable().equals(name)) {
            throw new ApiException(JetStreamError.CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT);
        }
        if (!filter.isEmpty() && !config.filterSubjects().isEmpty()) {
            throw new ApiException(JetStreamError.CONSUMER_MULTIPLE_FILTERS_NOT_ALLOWED);
        }
        if (!filter.isEmpty() && !filter.equals(config.filterSubject())) {
            throw new ApiException(JetStreamError.CONSUMER_CREATE_FILTER_SUBJECT_MISMATCH);
        }
        make(request, asked, config.toBuilder().name(name).build());
    }

    private static void createDurable(ApiRequest request) {
        ConsumerCreateRequest asked = request.read(ConsumerCreateRequest::ofRequest);
        String name = request.token(4);
        requireStream(request.token(3), asked);
        requireNoSeparators(name);
        if (asked.config().durable().isEmpty()) {
            throw new ApiException(JetStreamError.CONSUMER_DURABLE_NAME_NOT_SET);
        }
        if (!asked.config().durable().equals(name)) {
            throw new ApiException(JetStreamError.CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT);
        }
        make(request, asked, asked.config().toBuilder().name(name).build());
    }

    private static void requireStream(String name, ConsumerCreateRequest asked) {
        if (!name.equals(asked.stream())) {
            throw new ApiException(JetStreamError.STREAM_MISMATCH);
        }
    }

    private static void requireNoSeparators(String name) {
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new ApiException(JetStreamError.CONSUMER_NAME_CONTAINS_PATH_SEPARATORS);
        }
    }

    static ConsumerLimitsInForce limits(JetStreamAccount account) {
        return new ConsumerLimitsInForce(
                account.options().limits().maxAckPending(),
                account.limits().maxAckPending(),
                account.options().limits().maxRequestBatch(),
                account.limits().maxConsumers(),
                account.options().limits().defaultMaxConsumers());
    }

    private static void make(ApiRequest request, ConsumerCreateRequest asked, ConsumerConfig config) {
        if (config.replicas() > 1) {
            throw new ApiException(JetStreamError.STREAM_REPLICAS_NOT_SUPPORTED);
        }
        JetStreamAccount account = request.account();
        ConsumerLimitsInForce limits = limits(account);
        Api.onStream(request, asked.stream(), stream -> {
            boolean copies = config.direct() || config.sourcing();
            ConsumerConfig wanted = Consumers.forCopies(stream, config);
            if (copies) {
                requireIdentity(request, stream);
            }
            Consumers.make(
                    stream,
                    wanted,
                    asked.action(),
                    asked.pedantic(),
                    limits,
                    account.files().consumerStores(stream),
                    made -> {
                        answerInfo(request, stream, made, copies);
                        made.tellIfPaused();
                    },
                    problem -> request.refuse(problem, JetStreamError.CONSUMER_STORE_FAILED));
        });
    }

    /** A copy may say which life of the stream it means. */
    private static void requireIdentity(ApiRequest request, Stream stream) {
        String expected = request.header(HeaderNames.STREAM_IDENTITY);
        if (expected != null && !expected.isEmpty() && !expected.equals(stream.identity())) {
            throw new ApiException(JetStreamError.CONSUMER_STREAM_IDENTITY_MISMATCH.with(stream.identity()));
        }
    }

    /** Answers with what the consumer is now, once that is safe. */
    private static void answerInfo(ApiRequest request, Stream stream, ConsumerActor consumer, boolean withIdentity) {
        ConsumerInfo info = shown(consumer);
        stream.changes().whenCommitted(problem -> {
            if (problem == null) {
                request.answer(withIdentity ? identity(stream) : HeaderBlock.NONE, info::writeTo);
            } else {
                request.refuse(problem, JetStreamError.CONSUMER_STORE_FAILED);
            }
        });
        stream.changes().batchEnded();
    }

    private static byte[] identity(Stream stream) {
        return HeaderBlock.with(HeaderBlock.NONE, HeaderNames.STREAM_IDENTITY, stream.identity());
    }

    private static ConsumerInfo shown(ConsumerActor consumer) {
        ConsumerInfo info = consumer.info();
        return info.toBuilder().config(ConsumerMetadata.shown(info.config())).build();
    }

    // ---- asking

    private static void names(ApiRequest request) {
        int offset = offset(request);
        Api.onStreamOrOffline(request, request.token(2), stream -> {
            List<ConsumerActor> all = Consumers.shown(stream);
            int from = Math.min(offset, all.size());
            List<String> found = new ArrayList<>();
            for (ConsumerActor one : all.subList(from, Math.min(all.size(), from + NAMES_PAGE))) {
                found.add(one.name());
            }
            NamesPage page = new NamesPage(all.size(), from, NAMES_PAGE, found);
            request.answer(json -> page.writeTo(json, "consumers"));
        });
    }

    private static void list(ApiRequest request) {
        int offset = offset(request);
        Api.onStreamOrOffline(request, request.token(2), stream -> {
            List<ConsumerActor> all = Consumers.shown(stream);
            int from = Math.min(offset, all.size());
            List<ConsumerInfo> found = new ArrayList<>();
            Map<String, String> offline = new TreeMap<>();
            for (ConsumerActor one : all.subList(from, Math.min(all.size(), from + LIST_PAGE))) {
                if (one.isOffline()) {
                    offline.put(one.name(), one.offlineReason());
                } else {
                    found.add(one.info());
                }
            }
            ConsumerPage page =
                    new ConsumerPage(all.size(), from, LIST_PAGE, found, List.copyOf(offline.keySet()), offline);
            request.answer(page::writeTo);
        });
    }

    private static int offset(ApiRequest request) {
        return request.hasJson()
                ? Math.max(0, request.read(ConsumersRequest::ofRequest).offset())
                : 0;
    }

    private static void info(ApiRequest request) {
        if (!request.isEmpty()) {
            throw new ApiException(JetStreamError.NOT_EMPTY_REQUEST);
        }
        Api.onStreamOrOffline(request, request.token(2), stream -> {
            ConsumerActor consumer = known(stream, request.token(3));
            refuseOffline(consumer);
            ConsumerInfo info = shown(consumer);
            request.answer(info::writeTo);
        });
    }

    // ---- changing

    private static void delete(ApiRequest request) {
        if (!request.isEmpty()) {
            throw new ApiException(JetStreamError.NOT_EMPTY_REQUEST);
        }
        Api.onStream(request, request.token(2), stream -> {
            // also one that is out of service
            ConsumerActor consumer = known(stream, request.token(3));
            consumer.delete(problem -> {
                if (problem == null) {
                    request.success();
                } else {
                    request.refuse(problem, JetStreamError.STREAM_GENERAL_ERROR);
                }
            });
        });
    }

    private static void pause(ApiRequest request) {
        ConsumerPauseRequest asked =
                request.hasJson() ? request.read(ConsumerPauseRequest::ofRequest) : new ConsumerPauseRequest(null);
        onConsumer(request, (stream, consumer) -> {
            Instant until = asked.pauseUntil();
            consumer.pauseUntil(until, problem -> {
                if (problem == null) {
                    answerPause(request, until, stream.host().wallClock().instant());
                } else {
                    request.refuse(problem, JetStreamError.CONSUMER_STORE_FAILED);
                }
            });
        });
    }

    private static void answerPause(ApiRequest request, @Nullable Instant until, Instant now) {
        boolean paused = until != null && now.isBefore(until);
        request.answer(json -> {
            json.field("paused", paused).time("pause_until", until);
            if (until != null && paused) {
                json.field("pause_remaining", Duration.between(now, until).toNanos());
            }
        });
    }

    private static void unpin(ApiRequest request) {
        ConsumerUnpinRequest asked = request.read(ConsumerUnpinRequest::ofRequest);
        if (asked.group().isEmpty()) {
            throw new ApiException(JetStreamError.INVALID_JSON.with("consumer group not specified"));
        }
        if (!Consumers.isGroupName(asked.group())) {
            throw new ApiException(JetStreamError.CONSUMER_INVALID_GROUP_NAME);
        }
        onConsumer(request, (stream, consumer) -> {
            if (!consumer.config().priorityGroups().contains(asked.group())) {
                throw new ApiException(JetStreamError.CONSUMER_INVALID_PRIORITY_GROUP);
            }
            consumer.unpin(asked.group());
            request.answer(json -> {});
        });
    }

    private static void reset(ApiRequest request) {
        ConsumerResetRequest asked = request.body().length == 0
                ? new ConsumerResetRequest(0)
                : request.read(ConsumerResetRequest::ofRequest);
        Stream stream = request.account().find(request.token(2));
        if (stream == null) {
            request.drop();
            return;
        }
        Api.onStream(request, stream, of -> {
            ConsumerActor consumer = Consumers.find(of, request.token(3));
            if (consumer == null) {
                request.drop();
                return;
            }
            refuseOffline(consumer);
            long sequence = Consumers.reset(consumer, asked.sequence());
            ConsumerInfo info = shown(consumer);
            boolean asksForIdentity = request.header(HeaderNames.STREAM_IDENTITY) != null;
            request.answer(asksForIdentity ? identity(of) : HeaderBlock.NONE, json -> {
                info.writeTo(json);
                json.unsigned("reset_seq", sequence);
            });
        });
    }

    private static void refuseOffline(ConsumerActor consumer) {
        if (consumer.isOffline()) {
            throw new ApiException(consumer.offlineError());
        }
    }

    private static ConsumerActor known(Stream stream, String name) {
        ConsumerActor consumer = Consumers.find(stream, name);
        if (consumer == null) {
            throw new ApiException(JetStreamError.CONSUMER_NOT_FOUND);
        }
        return consumer;
    }

    private interface ConsumerAction {
        void run(Stream stream, ConsumerActor consumer);
    }

    private static void onConsumer(ApiRequest request, ConsumerAction action) {
        Api.onStream(request, request.token(2), stream -> {
            ConsumerActor consumer = known(stream, request.token(3));
            refuseOffline(consumer);
            action.run(stream, consumer);
        });
    }
}
