// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.MessageDeleteRequest;
import io.natskit.wire.jetstream.MessageGetRequest;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfoRequest;
import io.natskit.wire.jetstream.StreamPurgeRequest;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.subject.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of single streams (JA-06 to JA-10). Begins on the account's home loop, goes on on the stream's. */
public final class StreamApi {
    private static final int SUBJECTS_PAGE = 100_000;

    private StreamApi() {}

    /** The rows of the table. */
    public static List<Operation> operations() {
        return List.of(
                Operation.info("STREAM.INFO.*", "stream_info", StreamApi::info).withAfterError(StreamApi::noPage),
                Operation.of("STREAM.PURGE.*", "stream_purge", StreamApi::purge)
                        .withAfterError(json -> json.field("purged", 0)),
                Operation.of("STREAM.MSG.DELETE.*", "stream_msg_delete", StreamApi::deleteMessage),
                Operation.of("STREAM.MSG.GET.*", "stream_msg_get", StreamApi::getMessage)
                        .unaudited());
    }

    static void noPage(JsonWriter json) {
        json.field("total", 0).field("offset", 0).field("limit", 0);
    }

    private static void info(ApiRequest request) {
        StreamInfoRequest asked =
                request.hasJson() ? request.read(StreamInfoRequest::ofRequest) : new StreamInfoRequest(0, false, "");
        Api.onStream(request, request.token(2), stream -> answerInfo(request, asked, stream));
    }

    private static void answerInfo(ApiRequest request, StreamInfoRequest asked, Stream stream) {
        int offset = Math.max(0, asked.offset());
        List<Map.Entry<String, Long>> found = new ArrayList<>();
        if (!asked.subjectsFilter().isEmpty() && Subjects.isValid(asked.subjectsFilter())) {
            stream.store().subjects(SubjectFilter.of(asked.subjectsFilter()), (subject, messages, first, last) -> {
                found.add(Map.entry(subject.toString(), messages));
                return true;
            });
        }
        Map<String, Long> page = new LinkedHashMap<>();
        for (int i = offset; i < found.size() && page.size() < SUBJECTS_PAGE; i++) {
            page.put(found.get(i).getKey(), found.get(i).getValue());
        }
        boolean some = !found.isEmpty();
        request.answer(json -> {
            json.field("total", found.size())
                    .field("offset", some ? offset : 0)
                    .field("limit", some ? SUBJECTS_PAGE : 0);
            StreamInfos.writeLed(
                    stream, ApiLevel.shown(stream.config()), asked.deletedDetails(), some ? page : null, json);
        });
    }

    private static void purge(ApiRequest request) {
        StreamPurgeRequest asked =
                request.hasJson() ? request.read(StreamPurgeRequest::ofRequest) : new StreamPurgeRequest(0, "", 0);
        if (asked.sequence() != 0 && asked.keep() != 0) {
            throw new ApiException(JetStreamError.BAD_REQUEST);
        }
        Api.onStream(request, request.token(2), stream -> {
            StreamConfig config = stream.config();
            if (config.sealed()) {
                throw new ApiException(JetStreamError.STREAM_SEALED);
            }
            if (config.denyPurge()) {
                throw new ApiException(JetStreamError.STREAM_PURGE_FAILED.with("stream purge not permitted"));
            }
            SubjectFilter filter = asked.filter().isEmpty() ? SubjectFilter.ALL : SubjectFilter.of(asked.filter());
            long purged = stream.purge(filter, asked.sequence(), asked.keep());
            stream.changes().whenCommitted(problem -> {
                if (problem != null) {
                    request.refuse(problem, JetStreamError.STREAM_GENERAL_ERROR);
                } else {
                    request.answer(json -> json.field("success", true).field("purged", purged));
                }
            });
            stream.changes().batchEnded();
        });
    }

    private static void deleteMessage(ApiRequest request) {
        if (request.isEmpty()) {
            throw new ApiException(JetStreamError.BAD_REQUEST);
        }
        MessageDeleteRequest asked = request.read(MessageDeleteRequest::ofRequest);
        Api.onStream(request, request.token(3), stream -> {
            StreamConfig config = stream.config();
            if (config.sealed()) {
                throw new ApiException(JetStreamError.STREAM_SEALED);
            }
            if (config.denyDelete()) {
                throw new ApiException(JetStreamError.STREAM_MSG_DELETE_FAILED.with("message delete not permitted"));
            }
            if (!stream.delete(asked.sequence(), !asked.noErase())) {
                throw new ApiException(missing(stream, asked.sequence()));
            }
            stream.changes().whenCommitted(problem -> {
                if (problem != null) {
                    request.refuse(problem, JetStreamError.STREAM_MSG_DELETE_FAILED);
                } else {
                    request.success();
                }
            });
            stream.changes().batchEnded();
        });
    }

    /** Deleted before, or never there. */
    private static ApiError missing(Stream stream, long sequence) {
        MessageStore store = stream.store();
        if (stream.config().storage() == StorageType.MEMORY) {
            return JetStreamError.SEQUENCE_NOT_FOUND.with(Long.toUnsignedString(sequence));
        }
        if (Long.compareUnsigned(sequence, store.lastSequence()) > 0) {
            return JetStreamError.STREAM_MSG_DELETE_FAILED.with("stream store EOF");
        }
        if (sequence < store.firstSequence()) {
            return JetStreamError.STREAM_MSG_DELETE_FAILED.with("no message found");
        }
        return JetStreamError.SEQUENCE_NOT_FOUND.with(Long.toUnsignedString(sequence));
    }

    private static void getMessage(ApiRequest request) {
        if (request.isEmpty()) {
            throw new ApiException(JetStreamError.BAD_REQUEST);
        }
        MessageGetRequest asked = request.read(MessageGetRequest::ofRequest);
        boolean bySequence = asked.sequence() != 0;
        boolean last = !asked.lastBySubject().isEmpty();
        boolean next = !asked.nextBySubject().isEmpty();
        boolean byTime = asked.startTime().isPresent();
        if (asked.batch() > 0
                || asked.maxBytes() > 0
                || (bySequence && last)
                || (!bySequence && !last && !next && !byTime)
                || (bySequence && byTime)
                || (byTime && last)
                || (last && next)) {
            throw new ApiException(JetStreamError.BAD_REQUEST);
        }
        Api.onStream(request, request.token(3), stream -> answerMessage(request, asked, stream));
    }

    private static void answerMessage(ApiRequest request, MessageGetRequest asked, Stream stream) {
        StoredMessage found = find(asked, stream);
        if (found == null) {
            throw new ApiException(JetStreamError.NO_MESSAGE_FOUND);
        }
        io.natskit.wire.jetstream.StoredMessage shown = new io.natskit.wire.jetstream.StoredMessage(
                found.subject().toString(),
                found.sequence(),
                asked.noHeaders() ? new byte[0] : found.headers().toBytes(),
                found.payload().toBytes(),
                StreamInfos.time(found.timestampNanos()));
        request.answer(json -> {
            shown.writeTo(json.begin("message"));
            json.end();
        });
    }

    private static @Nullable StoredMessage find(MessageGetRequest asked, Stream stream) {
        MessageStore store = stream.store();
        StoredMessage found = new StoredMessage();
        long sequence = asked.sequence();
        if (asked.startTime().isPresent()) {
            Instant time = asked.startTime().get();
            sequence = store.firstSince(time.getEpochSecond() * 1_000_000_000 + time.getNano());
        }
        if (!asked.nextBySubject().isEmpty()) {
            sequence = store.next(SubjectFilter.of(asked.nextBySubject()), Math.max(1, sequence));
        } else if (sequence == 0) {
            sequence = store.last(SubjectFilter.of(asked.lastBySubject()), Long.MAX_VALUE);
        }
        return sequence > 0 && store.read(sequence, found) ? found : null;
    }
}
