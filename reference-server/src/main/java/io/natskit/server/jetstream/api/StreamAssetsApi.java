// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.validation.StreamConfigCheck;
import io.natskit.server.jetstream.validation.StreamUpdateCheck;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConfigRequest;
import io.natskit.wire.jetstream.StreamListRequest;
import io.natskit.wire.jetstream.StreamNamesRequest;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Making, changing, ending and listing streams (JA-02 to JA-05, JA-07). On the account's home loop, where the list of streams changes. */
public final class StreamAssetsApi {
    private static final int NAMES_PAGE = 1024;
    private static final int LIST_PAGE = 256;

    private StreamAssetsApi() {}

    /** The rows of the table. */
    public static List<Operation> operations() {
        return List.of(
                Operation.of("STREAM.CREATE.*", "stream_create", Api.inTurn(StreamAssetsApi::create)),
                Operation.of("STREAM.UPDATE.*", "stream_update", Api.inTurn(StreamAssetsApi::update)),
                Operation.of("STREAM.DELETE.*", "stream_delete", Api.inTurn(StreamAssetsApi::delete)),
                Operation.info("STREAM.NAMES", "stream_names", StreamAssetsApi::names)
                        .withAfterError(json -> {
                            StreamApi.noPage(json);
                            json.nullField("streams");
                        }),
                Operation.info("STREAM.LIST", "stream_list", StreamAssetsApi::list)
                        .withAfterError(json -> {
                            StreamApi.noPage(json);
                            json.beginArray("streams").endArray();
                        }));
    }

    private static StreamConfigRequest read(ApiRequest request) {
        return request.read(StreamConfigRequest::ofRequest);
    }

    // ---- create

    private static void create(ApiRequest request) {
        JetStreamAccount account = request.account();
        StreamConfigRequest asked = read(request);
        StreamConfig config = ApiLevel.kept(asked.config());
        String name = request.token(2);
        if (!name.equals(config.name())) {
            throw new ApiException(JetStreamError.STREAM_MISMATCH);
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new ApiException(JetStreamError.STREAM_NAME_CONTAINS_PATH_SEPARATORS);
        }
        if (config.sealed()) {
            throw invalid("stream configuration for create can not be sealed");
        }
        if (config.mirrorDirect() && config.mirror().isEmpty()) {
            throw invalid("stream has no mirror but does have mirror direct");
        }
        account.reservations().checkNewStream(config);
        StreamConfig checked = StreamConfigCheck.check(config, asked.pedantic(), account.surroundings());
        if (checked.replicas() > 1) {
            throw new ApiException(JetStreamError.STREAM_REPLICAS_NOT_SUPPORTED);
        }
        Stream there = account.find(name);
        if (there != null) {
            if (!ApiLevel.withLevelOf(checked, there.config()).equals(there.config())) {
                throw new ApiException(JetStreamError.STREAM_NAME_EXIST);
            }
            Api.onStream(request, there, stream -> answer(request, stream, false, true));
            return;
        }
        account.reservations().check(checked, account.reserved(checked.storage(), null), 0);
        if (overlaps(account, checked, null)) {
            throw new ApiException(JetStreamError.STREAM_SUBJECT_OVERLAP);
        }
        account.lives()
                .create(
                        checked,
                        stream -> {
                            account.advisories().stream(stream.name(), "create");
                            Api.onStream(request, stream, one -> answer(request, one, false, true));
                        },
                        problem -> request.refuse(problem, JetStreamError.STREAM_CREATE));
    }

    private static void answer(ApiRequest request, Stream stream, boolean withDomain, boolean created) {
        request.answer(json -> {
            StreamInfos.write(stream, ApiLevel.shown(stream.config()), withDomain, false, null, json);
            json.fieldIfTrue("did_create", created);
        });
    }

    private static ApiException invalid(String why) {
        return new ApiException(JetStreamError.STREAM_INVALID_CONFIG.with(why));
    }

    static boolean overlaps(JetStreamAccount account, StreamConfig config, @Nullable Stream besides) {
        for (Stream other : account.streams()) {
            if (other == besides) {
                continue;
            }
            for (String theirs : other.config().subjects()) {
                for (String ours : config.subjects()) {
                    if (Subjects.overlaps(theirs, ours)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // ---- update

    private static void update(ApiRequest request) {
        JetStreamAccount account = request.account();
        StreamConfigRequest asked = read(request);
        StreamConfig checked = StreamConfigCheck.check(asked.config(), asked.pedantic(), account.surroundings());
        String name = request.token(2);
        if (!name.equals(checked.name())) {
            throw new ApiException(JetStreamError.STREAM_MISMATCH);
        }
        Stream stream = account.find(name);
        if (stream == null) {
            throw new ApiException(JetStreamError.STREAM_NOT_FOUND);
        }
        if (stream.isOffline()) {
            throw new ApiException(stream.offlineError());
        }
        StreamConfig before = stream.config();
        StreamConfig changed =
                StreamUpdateCheck.check(before, ApiLevel.kept(checked), asked.pedantic(), account.surroundings());
        account.reservations()
                .check(
                        changed.toBuilder()
                                .maxBytes(Math.max(0, Math.max(changed.maxBytes(), 0) - Math.max(before.maxBytes(), 0)))
                                .build(),
                        account.reserved(changed.storage(), name)
                                + Math.min(Math.max(0, changed.maxBytes()), Math.max(0, before.maxBytes())),
                        0);
        if (!Consumers.mayViolate(before.consumerLimits(), changed.consumerLimits())) {
            keep(request, stream, before, changed);
            return;
        }
        Api.onStream(request, stream, one -> {
            List<String> over = Consumers.beyond(one, changed.consumerLimits());
            if (!over.isEmpty()) {
                throw new ApiException(JetStreamError.STREAM_UPDATE.with(
                        "change to limits violates consumers: " + String.join(", ", over)));
            }
            account.home().execute(() -> Api.guarded(request, () -> keep(request, stream, before, changed)));
        });
    }

    private static void keep(ApiRequest request, Stream stream, StreamConfig before, StreamConfig changed) {
        JetStreamAccount account = request.account();
        if (overlaps(account, changed, stream)) {
            throw new ApiException(JetStreamError.STREAM_SUBJECT_OVERLAP);
        }
        account.lives().keep(stream, changed, problem -> {
            if (problem != null) {
                request.refuse(problem, JetStreamError.STREAM_UPDATE);
                return;
            }
            account.reserve(changed.storage(), Math.max(changed.maxBytes(), 0) - Math.max(before.maxBytes(), 0));
            apply(request, stream, changed);
        });
    }

    private static void apply(ApiRequest request, Stream stream, StreamConfig changed) {
        Api.onStream(request, stream, one -> {
            one.update(changed);
            one.changes().whenCommitted(problem -> {
                if (problem != null) {
                    request.refuse(problem, JetStreamError.STREAM_UPDATE);
                    return;
                }
                request.account().advisories().stream(one.name(), "modify");
                answer(request, one, true, false);
            });
            one.changes().batchEnded();
        });
    }

    // ---- delete

    private static void delete(ApiRequest request) {
        if (!request.isEmpty()) {
            throw new ApiException(JetStreamError.NOT_EMPTY_REQUEST);
        }
        JetStreamAccount account = request.account();
        Stream stream = account.find(request.token(2));
        if (stream == null) {
            throw new ApiException(JetStreamError.STREAM_NOT_FOUND);
        }
        account.lives().delete(stream, problem -> {
            if (problem != null) {
                request.refuse(problem, JetStreamError.STREAM_DELETE);
            } else {
                account.advisories().stream(stream.name(), "delete");
                request.success();
            }
        });
    }

    // ---- lists

    private static List<Stream> matching(JetStreamAccount account, String filter) {
        List<Stream> found = new ArrayList<>();
        for (Stream stream : account.streams()) {
            if (filter.isEmpty() || captures(stream.config(), filter)) {
                found.add(stream);
            }
        }
        return found;
    }

    private static boolean captures(StreamConfig config, String filter) {
        for (String subject : config.subjects()) {
            if (Subjects.isValid(filter) && Subjects.overlaps(subject, filter)) {
                return true;
            }
        }
        return false;
    }

    private static void names(ApiRequest request) {
        StreamNamesRequest asked =
                request.hasJson() ? request.read(StreamNamesRequest::ofRequest) : new StreamNamesRequest(0, "");
        List<Stream> found = matching(request.account(), asked.subject());
        int offset = Math.min(Math.max(0, asked.offset()), found.size());
        List<String> names = found.subList(offset, Math.min(found.size(), offset + NAMES_PAGE)).stream()
                .map(Stream::name)
                .toList();
        request.answer(json -> {
            json.field("total", found.size()).field("offset", offset).field("limit", NAMES_PAGE);
            if (names.isEmpty()) {
                json.nullField("streams");
            } else {
                json.strings("streams", names);
            }
        });
    }

    private static void list(ApiRequest request) {
        StreamListRequest asked =
                request.hasJson() ? request.read(StreamListRequest::ofRequest) : new StreamListRequest(0, "");
        List<Stream> found = matching(request.account(), asked.subject());
        int offset = Math.min(Math.max(0, asked.offset()), found.size());
        List<Stream> page = found.subList(offset, Math.min(found.size(), offset + LIST_PAGE));
        Map<String, String> offline = new TreeMap<>();
        for (Stream one : page) {
            if (one.isOffline()) {
                offline.put(one.name(), one.offlineReason());
            }
        }
        new Gathering(
                        page,
                        request,
                        shown -> request.answer(json -> {
                            json.field("total", found.size())
                                    .field("offset", offset)
                                    .field("limit", LIST_PAGE);
                            json.beginArray("streams");
                            shown.forEach(one -> one.accept(json));
                            json.endArray()
                                    .stringsIfPresent("missing", List.copyOf(offline.keySet()))
                                    .stringMapIfPresent("offline", offline);
                        }))
                .next();
    }

    /** Asks streams one after another, each on its own loop, and then answers. */
    private static final class Gathering {
        private final List<Stream> streams;
        private final ApiRequest request;
        private final Consumer<List<Consumer<JsonWriter>>> done;
        private final List<Consumer<JsonWriter>> shown = new ArrayList<>();
        private int at;

        Gathering(List<Stream> streams, ApiRequest request, Consumer<List<Consumer<JsonWriter>>> done) {
            this.streams = streams;
            this.request = request;
            this.done = done;
        }

        void next() {
            if (at == streams.size()) {
                request.account().home().execute(guarded(() -> done.accept(shown)));
                return;
            }
            Stream stream = streams.get(at++);
            stream.loop().execute(guarded(() -> {
                if (!stream.isClosed()) {
                    shown.add(show(stream));
                }
                next();
            }));
        }

        private Runnable guarded(Runnable step) {
            return () -> {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    request.failed(e);
                }
            };
        }

        private static Consumer<JsonWriter> show(Stream stream) {
            JsonWriter own = new JsonWriter();
            StreamInfos.write(stream, stream.config(), true, false, null, own);
            byte[] text = own.toBytes();
            return json -> json.rawElement(text);
        }
    }
}
