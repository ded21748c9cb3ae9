// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.message.MessageView;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.Terminal;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Metadata;
import java.time.Instant;

/** Shows messages that come through a consumer. */
final class Deliveries {
    private final MessageView view;

    Deliveries(Terminal terminal, boolean json, boolean raw) {
        this.view = new MessageView(terminal, json, raw ? MessageView.Part.RAW : MessageView.Part.ALL);
    }

    void show(JetStreamMessage message) {
        Metadata place = message.metadata();
        view.show(
                "[" + Figures.clock(Instant.now()) + "] subj: " + message.subject() + " / tries: " + place.delivered()
                        + " / cons seq: " + place.consumerSequence() + " / str seq: " + place.streamSequence()
                        + " / pending: "
                        + place.pending() + "\n",
                message);
    }
}
