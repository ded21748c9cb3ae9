// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.InfoSpec;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.PurgeSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.AccountInfo;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerCreateRequest;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConfigRequest;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What can be done with streams and consumers, as futures of the engine; the views add shapes. */
final class StreamOps {
    private static final byte[] NOTHING = new byte[0];

    private final Api api;

    StreamOps(Api api) {
        this.api = api;
    }

    Api api() {
        return api;
    }

    Context context() {
        return api.context();
    }

    private static StreamInfo info(Message reply) {
        return StreamInfo.ofJson(reply.bytes());
    }

    private static ConsumerInfo consumerInfo(Message reply) {
        return ConsumerInfo.ofJson(reply.bytes());
    }

    // streams

    CompletableFuture<StreamInfo> create(StreamConfig config, boolean pedantic) {
        return api.call(
                "STREAM.CREATE." + Names.checked("stream", config.name()),
                new StreamConfigRequest(config, pedantic).toJson(),
                Desired.apiLevel(config),
                StreamOps::info);
    }

    CompletableFuture<StreamInfo> update(StreamConfig config, boolean pedantic) {
        return api.call(
                "STREAM.UPDATE." + Names.checked("stream", config.name()),
                new StreamConfigRequest(config, pedantic).toJson(),
                Desired.apiLevel(config),
                StreamOps::info);
    }

    CompletableFuture<StreamInfo> info(String stream) {
        return api.call("STREAM.INFO." + stream, NOTHING, StreamOps::info);
    }

    CompletableFuture<StreamInfo> info(String stream, InfoSpec spec) {
        return infoPage(stream, spec, 0, new LinkedHashMap<>());
    }

    /** A page holds 100,000 subjects at most; they are put together. */
    private CompletableFuture<StreamInfo> infoPage(
            String stream, InfoSpec spec, long offset, Map<String, Long> subjects) {
        JsonWriter body = new JsonWriter();
        body.fieldIfTrue("deleted_details", spec.withDeleted());
        spec.subjects().ifPresent(filter -> body.field("subjects_filter", filter));
        if (offset > 0) {
            body.field("offset", offset);
        }
        return api.call("STREAM.INFO." + stream, body.toBytes(), reply -> reply).thenCompose(reply -> {
            StreamInfo info = info(reply);
            if (spec.subjects().isEmpty()) {
                return CompletableFuture.completedFuture(info);
            }
            int before = subjects.size();
            subjects.putAll(info.state().subjects());
            long total = JsonObject.parse(reply.bytes()).integer("total", 0);
            boolean more = subjects.size() < total && subjects.size() > before;
            return more
                    ? infoPage(stream, spec, subjects.size(), subjects)
                    : CompletableFuture.completedFuture(withSubjects(info, subjects));
        });
    }

    private static StreamInfo withSubjects(StreamInfo info, Map<String, Long> subjects) {
        return info.toBuilder()
                .state(info.state().toBuilder().subjects(subjects).build())
                .build();
    }

    CompletableFuture<Void> delete(String stream) {
        return api.done("STREAM.DELETE." + stream);
    }

    CompletableFuture<Long> purge(String stream, PurgeSpec spec) {
        if (spec.before() > 0 && spec.keep() > 0) {
            throw new IllegalArgumentException(
                    "purge: before " + spec.before() + " and keep " + spec.keep() + " (expected: one of them)");
        }
        JsonWriter body = new JsonWriter();
        spec.subject().ifPresent(filter -> body.field("filter", filter));
        if (spec.before() > 0) {
            body.field("seq", spec.before());
        }
        if (spec.keep() > 0) {
            body.field("keep", spec.keep());
        }
        return api.object("STREAM.PURGE." + stream, body.toBytes()).thenApply(reply -> reply.integer("purged", 0));
    }

    CompletableFuture<Void> seal(String stream) {
        return info(stream)
                .thenCompose(
                        info -> update(info.config().toBuilder().sealed(true).build(), false))
                .thenApply(info -> null);
    }

    CompletableFuture<Void> stepDown(String stream) {
        return api.done("STREAM.LEADER.STEPDOWN." + stream);
    }

    CompletableFuture<Boolean> deleteMessage(String stream, long sequence, boolean erase) {
        JsonWriter body = new JsonWriter().field("seq", sequence).fieldIfTrue("no_erase", !erase);
        CompletableFuture<Boolean> gone = api.object("STREAM.MSG.DELETE." + stream, body.toBytes())
                .thenApply(reply -> reply.bool("success", false));
        // 10043 no message found, 10057: the server says so in different ways for different stores
        return gone.exceptionally(error -> {
            Throwable cause = Failures.cause(error);
            if (cause instanceof JetStreamApiException e && (e.errorCode() == 10043 || e.errorCode() == 10057)) {
                return false;
            }
            throw Failures.unchecked(cause);
        });
    }

    // messages

    CompletableFuture<Optional<StoredMessage>> message(String stream, boolean direct, JsonWriter query) {
        byte[] body = query.toBytes();
        if (direct) {
            return direct(stream, body);
        }
        return Api.ifFound(api.object("STREAM.MSG.GET." + stream, body).thenApply(StreamOps::stored));
    }

    /** The last message of a subject. */
    CompletableFuture<Optional<StoredMessage>> last(String stream, boolean direct, String subject) {
        if (direct && subject.indexOf('*') < 0 && subject.indexOf('>') < 0) {
            // the request's subject says it all: no JSON at either end
            return directly(stream, api.send("DIRECT.GET." + stream + "." + subject, NOTHING));
        }
        return message(stream, direct, new JsonWriter().field("last_by_subj", subject));
    }

    private static StoredMessage stored(JsonObject reply) {
        JsonObject m = reply.object("message");
        if (m == null) {
            throw new JetStreamApiException(500, 0, "an answer without a message");
        }
        String headers = m.string("hdrs");
        String data = m.string("data");
        String subject = m.string("subject");
        byte[] block = headers == null ? NOTHING : Base64.getDecoder().decode(headers);
        return new StoredMessage(
                subject == null ? "" : subject,
                m.integer("seq", 0),
                time(m.string("time")),
                block.length == 0 ? Headers.empty() : Headers.ofBytes(block, 0, block.length),
                data == null ? NOTHING : Base64.getDecoder().decode(data));
    }

    static Instant time(@Nullable String text) {
        try {
            return text == null
                    ? Instant.EPOCH
                    : java.time.OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new JetStreamApiException(500, 0, "a time that is none: \"" + text + "\"");
        }
    }

    private CompletableFuture<Optional<StoredMessage>> direct(String stream, byte[] body) {
        return directly(stream, api.send("DIRECT.GET." + stream, body));
    }

    private static CompletableFuture<Optional<StoredMessage>> directly(String stream, CompletableFuture<Message> sent) {
        return sent.handle((reply, error) -> {
            if (error != null) {
                throw noDirect(stream, error);
            }
            int code = reply.headers().statusCode();
            if (code == 404) {
                return Optional.empty();
            }
            if (code != 0 && reply.size() == 0) {
                throw new JetStreamApiException(code, 0, reply.headers().statusDescription());
            }
            return Optional.of(directly(reply));
        });
    }

    /** A message with what direct get adds to its headers taken out of them. */
    static StoredMessage directly(Message reply) {
        Headers headers = reply.headers();
        String subject = headers.last("Nats-Subject");
        String sequence = headers.last("Nats-Sequence");
        if (subject == null || sequence == null) {
            throw new JetStreamApiException(500, 0, "a direct answer without subject or sequence");
        }
        Headers own = Headers.empty();
        List<String> names = List.of(
                "Nats-Stream",
                "Nats-Subject",
                "Nats-Sequence",
                "Nats-Time-Stamp",
                "Nats-Num-Pending",
                "Nats-Last-Sequence",
                "Nats-UpTo-Sequence");
        if (headers.names().size() > names.size() || !names.containsAll(headers.names())) {
            io.natskit.wire.headers.HeadersBuilder kept = headers.toBuilder();
            names.forEach(kept::remove);
            own = kept.build();
        }
        return new StoredMessage(
                subject, Long.parseUnsignedLong(sequence), time(headers.last("Nats-Time-Stamp")), own, reply.bytes());
    }

    // consumers

    CompletableFuture<ConsumerInfo> consumer(
            String stream, ConsumerConfig config, ConsumerAction action, boolean pedantic) {
        String name = config.name().isEmpty() ? config.durable() : config.name();
        ConsumerConfig named = config;
        if (name.isEmpty()) {
            name = io.natskit.wire.Nuid.next();
            named = config.toBuilder().name(name).build();
        } else if (config.name().isEmpty()) {
            named = config.toBuilder().name(name).build();
        }
        Names.checked("consumer", name);
        String subject = "CONSUMER.CREATE." + stream + "." + name;
        if (!named.filterSubject().isEmpty() && named.filterSubjects().isEmpty()) {
            subject = subject + "." + named.filterSubject();
        }
        return api.call(
                subject,
                new ConsumerCreateRequest(stream, named, action, pedantic).toJson(),
                Desired.apiLevel(named),
                StreamOps::consumerInfo);
    }

    CompletableFuture<ConsumerInfo> consumerInfo(String stream, String consumer) {
        return api.call("CONSUMER.INFO." + stream + "." + consumer, NOTHING, StreamOps::consumerInfo);
    }

    CompletableFuture<Void> deleteConsumer(String stream, String consumer) {
        return api.done("CONSUMER.DELETE." + stream + "." + consumer);
    }

    CompletableFuture<Void> pause(String stream, String consumer, @Nullable Instant until) {
        byte[] body = until == null
                ? NOTHING
                : new JsonWriter().field("pause_until", until.toString()).toBytes();
        return api.done("CONSUMER.PAUSE." + stream + "." + consumer, body);
    }

    CompletableFuture<ConsumerInfo> reset(String stream, String consumer, long sequence) {
        byte[] body = sequence == 0
                ? NOTHING
                : new JsonWriter().field("seq", sequence).toBytes();
        return api.call("CONSUMER.RESET." + stream + "." + consumer, body, StreamOps::consumerInfo);
    }

    CompletableFuture<Void> unpin(String stream, String consumer, String group) {
        return api.done(
                "CONSUMER.UNPIN." + stream + "." + consumer,
                new JsonWriter().field("group", group).toBytes());
    }

    CompletableFuture<Void> stepDownConsumer(String stream, String consumer) {
        return api.done("CONSUMER.LEADER.STEPDOWN." + stream + "." + consumer);
    }

    // lists

    /** Pages of names, or of infos. */
    <T> PagedList.Source<T> pages(String operation, @Nullable String filter, Reader<T> reader) {
        return new PagedList.Source<>() {
            private long offset;

            @Override
            public CompletableFuture<PagedList.Page<T>> next() {
                JsonWriter body = new JsonWriter().field("offset", offset);
                if (filter != null) {
                    body.field("subject", filter);
                }
                return api.call(operation, body.toBytes(), reply -> {
                    JsonObject object = JsonObject.parse(reply.bytes());
                    List<T> elements = reader.read(object, reply.bytes());
                    offset += elements.size();
                    return new PagedList.Page<>(elements, elements.isEmpty() || offset >= object.integer("total", 0));
                });
            }
        };
    }

    /** Reads a page. */
    interface Reader<T> {
        /** The elements of a page, which is {@code json} and reads as {@code object}. */
        List<T> read(JsonObject object, byte[] json);
    }

    PagedList.Source<StreamInfo> streams(@Nullable String filter) {
        return pages(
                "STREAM.LIST",
                filter,
                (object, json) -> JsonSlices.objects(json, "streams").stream()
                        .map(StreamInfo::ofJson)
                        .toList());
    }

    PagedList.Source<String> streamNames(@Nullable String filter) {
        return pages("STREAM.NAMES", filter, (object, json) -> object.strings("streams"));
    }

    PagedList.Source<ConsumerInfo> consumers(String stream) {
        return pages(
                "CONSUMER.LIST." + stream,
                null,
                (object, json) -> JsonSlices.objects(json, "consumers").stream()
                        .map(ConsumerInfo::ofJson)
                        .toList());
    }

    PagedList.Source<String> consumerNames(String stream) {
        return pages("CONSUMER.NAMES." + stream, null, (object, json) -> object.strings("consumers"));
    }

    CompletableFuture<Optional<String>> streamNameOf(String subject) {
        byte[] body = new JsonWriter().field("subject", subject).toBytes();
        return api.object("STREAM.NAMES", body)
                .thenApply(reply -> reply.strings("streams").stream().findFirst());
    }

    CompletableFuture<AccountInfo> account() {
        return api.call("INFO", NOTHING, reply -> AccountInfo.ofJson(reply.bytes()));
    }

    // direct get

    /** An error for streams that do not allow direct access, instead of "nobody listens". */
    static RuntimeException noDirect(String stream, Throwable error) {
        Throwable cause = Failures.cause(error);
        if (cause instanceof NoRespondersException) {
            return new JetStreamApiException(
                    503, 0, "stream \"" + stream + "\" is not there, or does not allow direct access");
        }
        return Failures.unchecked(cause);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
