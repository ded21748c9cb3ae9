// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.validation;

import static io.natskit.server.jetstream.validation.StreamConfigCheck.invalid;

import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.subject.InvalidTransformException;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.Republish;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import io.natskit.wire.subject.Subjects;
import org.jspecify.annotations.Nullable;

/** What becomes of subjects on their way in (SC-17) and out (SC-16). */
final class TransformsCheck {
    private TransformsCheck() {}

    static StreamConfig run(StreamConfig config, boolean pedantic) {
        if (config.subjectTransform().isPresent()) {
            SubjectTransformConfig transform = config.subjectTransform().get();
            if (!transform.source().isEmpty() && !Subjects.isValid(transform.source())) {
                throw new ApiException(
                        JetStreamError.STREAM_TRANSFORM_INVALID_SOURCE.with("invalid subject " + transform.source()));
            }
            String problem = problem(transform.source(), transform.destination());
            if (problem != null) {
                throw new ApiException(JetStreamError.STREAM_TRANSFORM_INVALID_DESTINATION.with(problem));
            }
        }
        if (config.republish().isEmpty()) {
            return config;
        }
        Republish republish = republish(config, config.republish().get(), pedantic);
        for (String subject : config.subjects()) {
            if (OriginsCheck.overlap(republish.destination(), subject)) {
                throw invalid("stream configuration for republish destination forms a cycle");
            }
        }
        if (problem(republish.source(), republish.destination()) != null) {
            throw invalid("stream configuration for republish with transform from '" + republish.source() + "' to '"
                    + republish.destination() + "' not valid");
        }
        return config.toBuilder().republish(republish).build();
    }

    private static Republish republish(StreamConfig config, Republish asked, boolean pedantic) {
        Republish result = asked;
        if (asked.source().isEmpty()) {
            if (pedantic) {
                throw new ApiException(JetStreamError.PEDANTIC.with("republish source can not be empty"));
            }
            result = new Republish(">", asked.destination(), asked.headersOnly());
        }
        if (result.source().equals(">")
                && result.destination().equals(">")
                && config.subjectTransform().isPresent()
                && config.subjects().size() == 1
                && config.subjectTransform()
                        .get()
                        .source()
                        .equals(config.subjects().get(0))) {
            if (pedantic) {
                throw new ApiException(JetStreamError.PEDANTIC.with("implicit republish based on subject transform"));
            }
            String to = config.subjectTransform().get().destination();
            result = new Republish(to, to, asked.headersOnly());
        }
        return result;
    }

    /** Why a transform cannot be, in nats-server's words; null if it can. */
    static @Nullable String problem(String source, String destination) {
        try {
            SubjectTransform.ofMapping(source, destination);
            return null;
        } catch (InvalidTransformException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
