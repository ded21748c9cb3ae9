// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's flight recorder sees of a connection. */
class FlightRecorderIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void a_recording_holds_connects_events_requests_and_flushes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("flight.jfr");
        try (Recording recording = new Recording();
                NatsServer server = NatsServer.builder().start()) {
            for (String name : List.of("Connect", "ConnectionEvent", "Request", "Wait")) {
                recording.enable("io.natskit." + name).withoutThreshold();
            }
            recording.start();
            try (Connection nats = Nats.connect(o -> o.servers(server.url()))) {
                nats.subscribe("echo", message -> message.reply(message.bytes()));
                nats.flush();
                nats.request("echo", new byte[1], SOON);
            }
            recording.stop();
            recording.dump(file);
        }
        // of the whole JVM: what other tests do beside is among them
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        assertThat(texts(events, "io.natskit.Connect", "stage")).contains("DIALED", "INFO", "LOGGED_IN");
        assertThat(texts(events, "io.natskit.ConnectionEvent", "kind")).contains("Connected", "Closed");
        assertThat(texts(events, "io.natskit.Request", "outcome")).contains("REPLIED");
        assertThat(texts(events, "io.natskit.Wait", "what")).contains("flush");
    }

    private static List<String> texts(List<RecordedEvent> events, String name, String field) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .map(event -> event.getString(field))
                .toList();
    }
}
