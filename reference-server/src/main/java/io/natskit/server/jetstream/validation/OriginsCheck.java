// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.validation;

import static io.natskit.server.jetstream.validation.StreamConfigCheck.invalid;

import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.SourceKey;
import io.natskit.wire.jetstream.ExternalStream;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConsumerSource;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import io.natskit.wire.json.GoQuote;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a stream takes its messages from: a mirror, or sources (SC-11, SC-12). One object a check. */
final class OriginsCheck {
    private final StreamConfig config;
    private final boolean pedantic;
    private final Surroundings surroundings;
    private final List<String> originSubjects = new ArrayList<>();
    private final List<String> deliverPrefixes = new ArrayList<>();
    private final List<String> apiPrefixes = new ArrayList<>();

    OriginsCheck(StreamConfig config, boolean pedantic, Surroundings surroundings) {
        this.config = config;
        this.pedantic = pedantic;
        this.surroundings = surroundings;
    }

    StreamConfig run() {
        StreamConfig result = config;
        if (config.mirror().isPresent()) {
            result = mirror(config.mirror().get());
        }
        if (!config.sources().isEmpty()) {
            if (config.allowMessageSchedules()) {
                throw new ApiException(JetStreamError.SOURCE_WITH_MSG_SCHEDULES);
            }
            sources();
        }
        prefixes();
        cycles();
        return result;
    }

    private StreamConfig mirror(StreamSource mirror) {
        refuse(config.firstSequence() != 0, JetStreamError.MIRROR_WITH_FIRST_SEQ);
        refuse(!config.subjects().isEmpty(), JetStreamError.MIRROR_WITH_SUBJECTS);
        refuse(!config.sources().isEmpty(), JetStreamError.MIRROR_WITH_SOURCES);
        refuse(config.allowMessageCounter(), JetStreamError.MIRROR_WITH_COUNTERS);
        refuse(config.allowAtomicPublish(), JetStreamError.MIRROR_WITH_ATOMIC_PUBLISH);
        refuse(config.allowBatchPublish(), JetStreamError.MIRROR_WITH_BATCH_PUBLISH);
        refuse(config.allowMessageSchedules(), JetStreamError.MIRROR_WITH_MSG_SCHEDULES);
        consumer(mirror, JetStreamError.MIRROR_DURABLE_CONSUMER_CFG_INVALID);
        refuse(
                !mirror.filterSubject().isEmpty() && !mirror.subjectTransforms().isEmpty(),
                JetStreamError.MIRROR_MULTIPLE_FILTERS_NOT_ALLOWED);
        if (!config.subjectDeleteMarkerTtl().isZero()) {
            throw invalid("subject delete markers forbidden on mirrors");
        }
        List<SubjectTransformConfig> transforms = mirror.subjectTransforms();
        for (int i = 0; i < transforms.size(); i++) {
            transform(
                    transforms.get(i),
                    JetStreamError.MIRROR_INVALID_SUBJECT_FILTER,
                    JetStreamError.MIRROR_INVALID_TRANSFORM_DESTINATION);
            for (int j = 0; j < transforms.size(); j++) {
                refuse(
                        i != j
                                && overlap(
                                        transforms.get(i).source(),
                                        transforms.get(j).source()),
                        JetStreamError.MIRROR_OVERLAPPING_SUBJECT_FILTERS);
            }
        }
        if (mirror.external().isPresent()) {
            prefixesOf(mirror.external().get());
            return config;
        }
        refuse(!Names.isAssetName(mirror.name()), JetStreamError.MIRROR_INVALID_STREAM_NAME);
        StreamConfig origin = surroundings.stream(mirror.name());
        if (origin == null) {
            return config;
        }
        originSubjects.addAll(origin.subjects());
        refuse(tooSmall(origin), JetStreamError.MIRROR_MAX_MESSAGE_SIZE_TOO_BIG);
        if (pedantic && config.mirrorDirect() != origin.allowDirect()) {
            throw new ApiException(
                    JetStreamError.PEDANTIC.with("origin stream has direct get set, mirror has it disabled"));
        }
        return config.toBuilder().mirrorDirect(origin.allowDirect()).build();
    }

    private boolean tooSmall(StreamConfig origin) {
        return config.maxMessageSize() > 0
                && origin.maxMessageSize() > 0
                && config.maxMessageSize() < origin.maxMessageSize();
    }

    private static void consumer(StreamSource source, JetStreamError error) {
        if (source.consumer().isEmpty()) {
            return;
        }
        StreamConsumerSource consumer = source.consumer().get();
        refuse(
                !Names.isAssetName(consumer.name())
                        || !Subjects.isValid(consumer.deliverSubject())
                        || !Subjects.isLiteral(consumer.deliverSubject())
                        || source.startSequence() != 0
                        || source.startTime().isPresent()
                        || !source.filterSubject().isEmpty(),
                error);
    }

    private static void transform(
            SubjectTransformConfig transform, JetStreamError badSource, JetStreamError badDestination) {
        if (!transform.source().isEmpty() && !Subjects.isValid(transform.source())) {
            throw new ApiException(badSource.with("invalid subject " + transform.source()));
        }
        String problem = TransformsCheck.problem(transform.source(), transform.destination());
        if (problem != null) {
            throw new ApiException(badDestination.with(problem));
        }
    }

    private void sources() {
        Set<SourceKey> keys = new HashSet<>();
        Set<String> consumers = new HashSet<>();
        for (StreamSource source : config.sources()) {
            refuse(!Names.isAssetName(source.name()), JetStreamError.SOURCE_INVALID_STREAM_NAME);
            refuse(!keys.add(SourceKey.of(source)), JetStreamError.SOURCE_DUPLICATE_DETECTED);
            refuse(
                    !source.filterSubject().isEmpty()
                            && !source.subjectTransforms().isEmpty(),
                    JetStreamError.SOURCE_MULTIPLE_FILTERS_NOT_ALLOWED);
            sourceTransforms(source.subjectTransforms());
            consumer(source, JetStreamError.SOURCE_DURABLE_CONSUMER_CFG_INVALID);
            if (source.consumer().isPresent()) {
                String key = source.name() + ":"
                        + source.external().map(ExternalStream::apiPrefix).orElse("") + ":"
                        + source.consumer().get().name();
                refuse(!consumers.add(key), JetStreamError.SOURCE_DURABLE_CONSUMER_DUPLICATE_DETECTED);
            }
            if (source.external().isPresent()) {
                prefixesOf(source.external().get());
                continue;
            }
            StreamConfig origin = surroundings.stream(source.name());
            if (origin != null) {
                originSubjects.addAll(origin.subjects());
                refuse(tooSmall(origin), JetStreamError.SOURCE_MAX_MESSAGE_SIZE_TOO_BIG);
            }
        }
    }

    private static void sourceTransforms(List<SubjectTransformConfig> transforms) {
        for (SubjectTransformConfig one : transforms) {
            transform(
                    one,
                    JetStreamError.SOURCE_INVALID_SUBJECT_FILTER,
                    JetStreamError.SOURCE_INVALID_TRANSFORM_DESTINATION);
        }
        for (int i = 0; i < transforms.size(); i++) {
            for (int j = 0; j < transforms.size(); j++) {
                refuse(
                        i != j
                                && Subjects.isValid(transforms.get(i).source())
                                && Subjects.isValid(transforms.get(j).source())
                                && Subjects.isSubsetOf(
                                        transforms.get(i).source(),
                                        transforms.get(j).source()),
                        JetStreamError.SOURCE_OVERLAPPING_SUBJECT_FILTERS);
            }
        }
    }

    private void prefixesOf(ExternalStream external) {
        if (!external.deliverPrefix().isEmpty()) {
            deliverPrefixes.add(external.deliverPrefix());
        }
        if (!external.apiPrefix().isEmpty()) {
            apiPrefixes.add(external.apiPrefix());
        }
    }

    private void prefixes() {
        for (String prefix : deliverPrefixes) {
            if (!isLiteral(prefix)) {
                throw new ApiException(JetStreamError.STREAM_INVALID_EXTERNAL_DELIVERY_SUBJ.with(prefix));
            }
            for (String subject : originSubjects) {
                if (overlap(subject, prefix + "." + subject)) {
                    throw new ApiException(JetStreamError.STREAM_EXTERNAL_DEL_PREFIX_OVERLAPS.with(prefix, subject));
                }
            }
        }
        for (String prefix : apiPrefixes) {
            if (!isLiteral(prefix)) {
                throw invalid("stream external api prefix " + GoQuote.quote(prefix)
                        + " must be a valid subject without wildcards");
            }
            if (overlap(prefix, "$JS.API")) {
                throw new ApiException(JetStreamError.STREAM_EXTERNAL_API_OVERLAP.with(prefix, "$JS.API"));
            }
        }
    }

    private void cycles() {
        Deque<StreamConfig> toVisit = new ArrayDeque<>();
        Set<String> visited = new HashSet<>();
        toVisit.add(config);
        while (!toVisit.isEmpty()) {
            StreamConfig one = toVisit.removeFirst();
            visited.add(one.name());
            for (StreamSource source : one.sources()) {
                if (source.external().isEmpty()) {
                    visit(source.name(), visited, toVisit, feeds(one.subjects(), source.filterSubject()));
                }
            }
            if (one.mirror().isPresent() && one.mirror().get().external().isEmpty()) {
                visit(one.mirror().get().name(), visited, toVisit, true);
            }
        }
    }

    private void visit(String name, Set<String> visited, Deque<StreamConfig> toVisit, boolean closes) {
        if (visited.contains(name)) {
            if (closes) {
                throw invalid("detected cycle");
            }
            return;
        }
        @Nullable StreamConfig origin = surroundings.stream(name);
        if (origin != null) {
            toVisit.add(origin);
        }
    }

    private static boolean feeds(List<String> subjects, String filter) {
        if (filter.isEmpty()) {
            return true;
        }
        for (String subject : subjects) {
            if (overlap(subject, filter)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLiteral(String subject) {
        return Subjects.isValid(subject) && Subjects.isLiteral(subject);
    }

    static boolean overlap(String one, String other) {
        return Subjects.isValid(one) && Subjects.isValid(other) ? Subjects.overlaps(one, other) : one.equals(other);
    }

    private static void refuse(boolean wrong, JetStreamError error) {
        if (wrong) {
            throw new ApiException(error);
        }
    }
}
