// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.scenario.Delivery;
import io.natskit.conformance.scenario.SocketMail;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import io.natskit.conformance.transcript.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server with JetStream on a folder that outlives it, and a client of it. */
class RestartedServer implements AutoCloseable {
    private final Duration patience;
    private final ServerProgram server;
    private final SocketMail mail;
    private int inboxes;

    RestartedServer(ProgramTarget target, Path folder, Duration patience) {
        this(target, folder, patience, "");
    }

    /** With more in its block {@code jetstream}. Throws {@link IllegalStateException} with the log if the server does not start. */
    RestartedServer(ProgramTarget target, Path folder, Duration patience, String more) {
        this.patience = patience;
        Path file = folder.resolve("server.conf");
        try {
            Files.writeString(file, "jetstream { store_dir: \"" + folder.resolve("store") + "\", " + more + " }\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = target.run(folder, List.of("-a", "127.0.0.1", "-p", "-1", "-c", file.toString()));
        server.awaitReady();
        mail = new SocketMail(server.host(), server.port(), patience);
    }

    Map<?, ?> api(String name, String json) {
        return (Map<?, ?>) request("$JS.API." + name, "", json).json();
    }

    Map<?, ?> publish(String subject, String headers, String payload) {
        String block = headers.isEmpty() ? "" : "NATS/1.0\r\n" + headers + "\r\n\r\n";
        return (Map<?, ?>) request(subject, block, payload).json();
    }

    Delivery request(String subject, String headers, String payload) {
        String inbox = "_INBOX.restart." + ++inboxes;
        mail.subscribe(1, "answer", inbox, "");
        mail.publish(1, subject, inbox, headers, payload);
        return mail.take(1, "answer");
    }

    /** The archive of a small stream. */
    String backup(String stream) {
        String inbox = "_INBOX.backup." + ++inboxes;
        mail.subscribe(1, "chunks", inbox, "");
        api("STREAM.SNAPSHOT." + stream, "{\"deliver_subject\":\"" + inbox + "\"}");
        StringBuilder archive = new StringBuilder();
        Delivery chunk = mail.take(1, "chunks");
        while (!chunk.payload().isEmpty()) {
            archive.append(chunk.payload());
            if (!chunk.reply().isEmpty()) {
                mail.publish(1, chunk.reply(), "", "", "");
            }
            chunk = mail.take(1, "chunks");
        }
        return archive.toString();
    }

    /** Makes a stream of an archive; the answer to its end. */
    Map<?, ?> restore(String stream, String config, String archive) {
        String state = "\"state\":{\"messages\":1,\"bytes\":100,\"first_seq\":1,\"last_seq\":1,\"consumer_count\":0,"
                + "\"first_ts\":\"0001-01-01T00:00:00Z\",\"last_ts\":\"0001-01-01T00:00:00Z\"}";
        Object to = at(api("STREAM.RESTORE." + stream, "{\"config\":" + config + "," + state + "}"), "deliver_subject");
        request(String.valueOf(to), "", archive);
        return (Map<?, ?>) request(String.valueOf(to), "", "").json();
    }

    /** As somebody who presses Control-C. */
    void stop() {
        mail.close();
        server.terminate();
        assertThat(server.awaitExit(patience)).isNotNegative();
    }

    /** As the machine that goes away. */
    void kill() {
        server.process().destroyForcibly();
        server.awaitExit(patience);
        mail.close();
    }

    @Override
    public void close() {
        if (server.process().isAlive()) {
            kill();
        }
    }

    /** What stands in an answer; {@link Json#NULL} if nothing does. */
    static Object at(Map<?, ?> json, String... path) {
        Object at = json;
        for (String key : path) {
            if (!(at instanceof Map<?, ?> map)) {
                throw new AssertionError("no " + String.join(".", path) + " in " + json);
            }
            at = map.get(key);
        }
        return at == null ? Json.NULL : at;
    }
}
