// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalSubscription;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where messages come into a stream: its subjects, and those of direct gets, each with an inbox. Confined to the stream's loop. */
final class Entrances {
    private final StreamHost host;
    private final LocalInbox inbox;
    private final LocalInbox directInbox;
    private final Map<String, LocalSubscription> subscriptions = new LinkedHashMap<>();
    private final List<LocalSubscription> directSubscriptions = new ArrayList<>();

    Entrances(Stream stream, StreamHost host, LocalInbox.Handler ingest, LocalInbox.Handler directGets) {
        this.host = host;
        JetStreamOptions options = host.options();
        inbox = new LocalInbox(stream.loop(), ingest, options.maxBufferedMessages(), options.maxBufferedBytes(), false);
        inbox.tracedAs(stream.config().name());
        directInbox = new LocalInbox(
                stream.loop(), directGets, options.maxBufferedMessages(), options.maxBufferedBytes(), false);
    }

    /** Opens what this configuration asks for, and closes what it does not any more. */
    void open(StreamConfig config) {
        Set<String> gone = new HashSet<>(subscriptions.keySet());
        for (String subject : config.subjects()) {
            if (!gone.remove(subject)) {
                subscriptions.put(subject, host.clients().subscribe(host.account(), subject, null, inbox));
            }
        }
        for (String subject : gone) {
            LocalSubscription old = subscriptions.remove(subject);
            if (old != null) {
                old.close();
            }
        }
    }

    /** Opens those of direct gets anew; {@code forOrigin}: those of the stream that it mirrors too, if the configuration says so. */
    void openDirect(StreamConfig config, boolean forOrigin) {
        directSubscriptions.forEach(LocalSubscription::close);
        directSubscriptions.clear();
        if (config.allowDirect()) {
            direct(config.name());
        }
        if (forOrigin && config.mirrorDirect() && config.mirror().isPresent()) {
            direct(config.mirror().get().name());
        }
    }

    private void direct(String name) {
        String prefix = "$JS.API.DIRECT.GET." + name;
        directSubscriptions.add(host.clients().subscribe(host.account(), prefix, "_sys_", directInbox));
        directSubscriptions.add(host.clients().subscribe(host.account(), prefix + ".>", "_sys_", directInbox));
    }

    /** Nothing comes in any more. */
    void close() {
        subscriptions.values().forEach(LocalSubscription::close);
        subscriptions.clear();
        directSubscriptions.forEach(LocalSubscription::close);
        directSubscriptions.clear();
        inbox.close();
        directInbox.close();
    }
}
