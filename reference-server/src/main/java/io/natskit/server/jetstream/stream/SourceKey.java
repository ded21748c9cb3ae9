// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;

/**
 * What tells the sources of a stream apart: the origin, what is taken of it, and what becomes of the subjects; also three words of the header
 * {@code Nats-Stream-Source}. The same as nats-server's, so that a stream goes on where it was after a change of servers. Pure.
 *
 * @param origin the origin's name, with hashes of an API prefix and of a consumer of the user's where there are such
 * @param filters the subjects that are taken
 * @param destinations what becomes of them
 */
public record SourceKey(String origin, String filters, String destinations) {
    /** The key of a source. */
    public static SourceKey of(StreamSource source) {
        StringBuilder origin = new StringBuilder(source.name());
        source.external().ifPresent(external -> origin.append(":").append(StableHash.of(external.apiPrefix())));
        source.consumer().ifPresent(consumer -> origin.append(":C=").append(StableHash.of(consumer.name())));
        if (source.subjectTransforms().isEmpty()) {
            return new SourceKey(origin.toString(), orAll(source.filterSubject()), ">");
        }
        StringBuilder from = new StringBuilder();
        StringBuilder to = new StringBuilder();
        for (SubjectTransformConfig one : source.subjectTransforms()) {
            if (from.length() > 0) {
                from.append('\f');
                to.append('\f');
            }
            from.append(orAll(one.source()));
            to.append(orAll(one.destination()));
        }
        return new SourceKey(origin.toString(), from.toString(), to.toString());
    }

    private static String orAll(String subject) {
        return subject.isEmpty() ? ">" : subject;
    }

    /** The three words, with blanks between. */
    @Override
    public String toString() {
        return origin + " " + filters + " " + destinations;
    }
}
