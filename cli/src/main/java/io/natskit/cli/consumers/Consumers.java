// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.connect.Session;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The consumers of a stream. */
final class Consumers {
    private Consumers() {}

    /** All of them, by name. */
    static List<ConsumerInfo> of(Session session, String stream) {
        List<ConsumerInfo> all = new ArrayList<>();
        session.jetStream().stream(stream).consumers().forEach(all::add);
        all.sort(Comparator.comparing(ConsumerInfo::name));
        return all;
    }
}
