// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.subject.SubjectTransform;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the subjects of an origin: the first transform that matches. Immutable. */
final class Transforms {
    private final List<SubjectTransform> all = new ArrayList<>();

    Transforms(StreamSource source) {
        for (SubjectTransformConfig one : source.subjectTransforms()) {
            if (!one.destination().isEmpty()) {
                all.add(SubjectTransform.of(one.source(), one.destination()));
            }
        }
    }

    /** The subject in the copy; the same array where nothing changes it. */
    byte[] apply(byte[] subject) {
        for (SubjectTransform one : all) {
            byte[] changed = one.match(subject, 0, subject.length);
            if (changed != null) {
                return changed;
            }
        }
        return subject;
    }
}
