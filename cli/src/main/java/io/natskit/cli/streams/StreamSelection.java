// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.jetstream.JetStream;
import io.natskit.wire.jetstream.StreamInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which streams a list is about. */
final class StreamSelection {
    private StreamSelection() {}

    /** Those that keep {@code subject}, all for null, by name; those of buckets and stores where {@code all} are wanted. */
    static List<StreamInfo> of(JetStream jetStream, @Nullable String subject, boolean all) {
        List<StreamInfo> streams = new ArrayList<>();
        for (StreamInfo info : subject == null ? jetStream.streams() : jetStream.streams(subject)) {
            String name = info.config().name();
            if (all || !(name.startsWith("KV_") || name.startsWith("OBJ_") || name.startsWith("$MQTT_"))) {
                streams.add(info);
            }
        }
        streams.sort(Comparator.comparing(info -> info.config().name()));
        return streams;
    }
}
