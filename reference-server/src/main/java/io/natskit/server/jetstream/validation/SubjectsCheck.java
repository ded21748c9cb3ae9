// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.validation;

import static io.natskit.server.jetstream.validation.StreamConfigCheck.invalid;

import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.json.GoQuote;
import io.natskit.wire.subject.Subjects;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a stream captures (SC-03). */
final class SubjectsCheck {
    private static final List<String> API = List.of("$JS.>", "$JSC.>", "$NRG.>");

    private SubjectsCheck() {}

    static StreamConfig run(StreamConfig config) {
        List<String> subjects = config.subjects();
        if (subjects.isEmpty()) {
            return config.mirror().isEmpty() && config.sources().isEmpty()
                    ? config.toBuilder().subjects(config.name()).build()
                    : config;
        }
        if (config.mirror().isPresent()) {
            throw new ApiException(JetStreamError.MIRROR_WITH_SUBJECTS);
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < subjects.size(); i++) {
            String subject = subjects.get(i);
            if (!Subjects.isValid(subject)) {
                throw invalid("invalid subject");
            }
            if (!seen.add(subject)) {
                throw invalid("duplicate subjects detected");
            }
            everything(config, subject);
            if (!config.noAck()) {
                reserved(subject);
            }
            for (String other : subjects.subList(i + 1, subjects.size())) {
                if (Subjects.isValid(other) && Subjects.overlaps(other, subject)) {
                    // an equal one is found here too, as nats-server does
                    throw invalid("subject " + GoQuote.quote(subject) + " overlaps with " + GoQuote.quote(other));
                }
            }
        }
        return config;
    }

    private static void everything(StreamConfig config, String subject) {
        if (!subject.equals(">")) {
            return;
        }
        if (!config.noAck()) {
            throw invalid("capturing all subjects requires no-ack to be true");
        }
        if (config.replicas() != 1) {
            throw invalid("capturing all subjects requires replicas of 1");
        }
    }

    private static void reserved(String subject) {
        for (String space : API) {
            if (Subjects.overlaps(subject, space) && !Subjects.isSubsetOf(subject, "$JS.EVENT.>")) {
                throw invalid("subjects that overlap with jetstream api require no-ack to be true");
            }
        }
        if (Subjects.overlaps(subject, "$SYS.>") && !Subjects.isSubsetOf(subject, "$SYS.ACCOUNT.>")) {
            throw invalid("subjects that overlap with system api require no-ack to be true");
        }
    }
}
