// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.conformance.transcript.Json;
import io.natskit.conformance.transcript.LinePattern;
import io.natskit.conformance.transcript.SocketLink;
import io.natskit.conformance.transcript.Step;
import io.natskit.conformance.transcript.Text;
import io.natskit.conformance.transcript.Transcript;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A scripted server: plays the {@code S:} lines of a case to a client program and waits for the {@code C:} lines. What a client sends beside
 *  them is passed over, and its PINGs are answered, since clients differ in what else they say; {@code login} and {@code connect} take the next
 *  connection, so a reconnect is a {@code login 2}. Confined to one thread.
 */
public final class ClientReplay implements AutoCloseable {
    private static final int ATTEMPTS_MAX = 5;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SETTLE = Duration.ofMillis(400);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final String ID = "NAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final ClientDriver driver;
    private final Duration patience;
    private final ServerSocket listener;
    private final Map<Integer, Ear> links = new TreeMap<>();
    private final Set<Integer> welcomed = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();
    private @Nullable ClientProcess program;

    private ClientReplay(ClientDriver driver, Map<String, String> variant, Duration patience) throws IOException {
        this.driver = driver;
        this.patience = patience;
        this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        listener.setSoTimeout((int) patience.toMillis());
        values.putAll(variant);
        values.put("port", String.valueOf(listener.getLocalPort()));
    }

    /** Plays a case with one variant; fails with {@link TranscriptFailure}. */
    public static void play(Transcript.Case test, Map<String, String> variant, ClientDriver driver, Duration patience) {
        try (ClientReplay replay = new ClientReplay(driver, variant, patience)) {
            for (Step step : test.steps()) {
                try {
                    replay.play(step);
                } catch (TranscriptFailure | Gone e) {
                    String said = replay.program == null ? "" : "\nthe client wrote: " + replay.program.output();
                    throw new TranscriptFailure("line " + step.line() + ": " + e.getMessage() + said, e);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void play(Step step) {
        if (step instanceof Step.Run run) {
            run(Text.latin(run.text(), values));
        } else if (step instanceof Step.Login login) {
            greet(login);
        } else if (step instanceof Step.Expect say) {
            link(say.connection()).send(Text.bytes(say.text() + (say.crlf() ? "\\r\\n" : ""), values));
        } else if (step instanceof Step.Send hear) {
            hear(link(hear.connection()), hear.text());
        } else if (step instanceof Step.Closed closed) {
            closed(link(closed.connection()));
        } else if (step instanceof Step.Cut cut) {
            link(cut.connection()).close();
        } else if (step instanceof Step.Fence fence) {
            link(fence.connection()).send(Text.bytes("PING\\r\\n", values));
            hear(link(fence.connection()), "PONG");
            if (welcomed.contains(fence.connection())) {
                settle();
            }
        } else if (step instanceof Step.Never never) {
            never(link(never.connection()), never.text());
        } else if (step instanceof Step.Exit exit) {
            int code = await(() -> program().awaitExit(SHORT) >= 0) ? program().awaitExit(SHORT) : -1;
            if (code < 0 || exit.zero() != (code == 0)) {
                throw new TranscriptFailure("exit code " + code + " (expected: " + (exit.zero() ? "0" : "not 0")
                        + "; −1 is still running)");
            }
        } else if (step instanceof Step.Prints prints) {
            String text = Text.latin(prints.text(), values);
            if (!await(() -> program().awaitOutput(text, SHORT))) {
                throw new TranscriptFailure("it did not print: " + text);
            }
        }
    }

    /** A client may be about to flush what the script has heard already: its PINGs are answered for a moment, before it may be cut. */
    private void settle() {
        long end = System.nanoTime() + SETTLE.toNanos();
        while (System.nanoTime() < end && program().awaitExit(SHORT) < 0) {
            links.values().forEach(Ear::answerPings);
        }
    }

    /** Waits for the program, and answers its PINGs meanwhile. */
    private boolean await(BooleanSupplier done) {
        long end = System.nanoTime() + patience.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            links.values().forEach(Ear::answerPings);
        }
        return true;
    }

    private ClientProcess program() {
        if (program == null) {
            throw new TranscriptFailure("no program runs; a script begins with \"run: …\"");
        }
        return program;
    }

    private void run(String text) {
        int as = text.indexOf(" as ");
        String who = as < 0 ? "" : text.substring(as + 4).strip() + "@";
        String task = as < 0 ? text : text.substring(0, as);
        program = driver.start("nats://" + who + "127.0.0.1:" + listener.getLocalPort(), ClientDriver.Task.of(task));
    }

    private Ear link(int connection) {
        Ear link = links.get(connection);
        if (link == null) {
            try {
                link = new Ear(SocketLink.of(listener.accept(), LONG), patience);
            } catch (IOException e) {
                throw new TranscriptFailure("the client did not connect a " + connection + ". time: " + e, e);
            }
            links.put(connection, link);
        }
        return link;
    }

    /** {@code connect}: INFO alone. {@code login}: INFO, with the given fields beside the usual, then CONNECT and the first PING. A client may
     *  give an attempt up and connect again.
     */
    private void greet(Step.Login login) {
        for (int attempt = 1; ; attempt++) {
            try {
                greetOnce(login);
                return;
            } catch (Gone e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw new TranscriptFailure(e.getMessage() + " (" + attempt + " times)", e);
                }
                links.remove(login.connection());
            }
        }
    }

    private void greetOnce(Step.Login login) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("server_id", ID);
        info.put("server_name", "scripted");
        info.put("version", "2.15.2");
        info.put("proto", 1);
        info.put("go", "script");
        info.put("host", "127.0.0.1");
        info.put("port", listener.getLocalPort());
        info.put("headers", true);
        info.put("max_payload", 1048576);
        info.put("client_id", login.connection());
        info.put("client_ip", "127.0.0.1");
        if (!login.json().isEmpty()) {
            info.putAll(Json.object(Text.latin(login.json(), values)));
        }
        Ear link = link(login.connection());
        link.send(Text.bytes("INFO ", values));
        link.send((Json.text(info) + " \r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (!login.json().isEmpty()) {
            hear(link, "CONNECT");
            hear(link, "PING");
            link.send(Text.bytes("PONG\\r\\n", values));
            welcomed.add(login.connection());
        }
    }

    /** Waits for a line, and for those behind it if the pattern has several. */
    private void hear(Ear link, String pattern) {
        String[] patterns = pattern.split("\\\\r\\\\n", -1);
        String wrong = "";
        while (true) {
            String line = next(link, patterns[0]);
            wrong = LinePattern.mismatch(patterns[0], line, values);
            if (wrong.isEmpty()) {
                break;
            }
            if (line.startsWith("CONNECT ") && patterns[0].startsWith("CONNECT")) {
                throw new TranscriptFailure(wrong); // there is one CONNECT only
            }
            if (line.equals("PING")) {
                link.send(Text.bytes("PONG\\r\\n", values));
            }
        }
        for (int i = 1; i < patterns.length; i++) {
            wrong = LinePattern.mismatch(patterns[i], next(link, patterns[i]), values);
            if (!wrong.isEmpty()) {
                throw new TranscriptFailure(wrong);
            }
        }
    }

    /** What is sent too much: looks at every line up to the client's end, or else up to the PONG behind all that it had to say. */
    private void never(Ear link, String pattern) {
        boolean over = program().awaitExit(SHORT) >= 0;
        if (!over) {
            link.send(Text.bytes("PING\\r\\n", values));
        }
        for (String line = link.line(); line != null; line = link.line()) {
            if (LinePattern.mismatch(pattern, line, values).isEmpty()) {
                throw new TranscriptFailure("it sent what it must not: " + line);
            }
            if (line.equals("PING") && !over) {
                link.send(Text.bytes("PONG\\r\\n", values));
            } else if (line.equals("PONG") && !over) {
                return;
            }
        }
    }

    private static String next(Ear link, String pattern) {
        try {
            String line = link.line();
            if (line == null) {
                throw new Gone("the client closed; expected: " + pattern);
            }
            return line;
        } catch (TranscriptFailure e) {
            throw new TranscriptFailure(e.getMessage() + "; expected: " + pattern, e);
        }
    }

    private static void closed(Ear link) {
        String line = link.line();
        while (line != null) {
            line = link.line();
        }
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        links.values().forEach(Ear::close);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client closed the connection when something was expected of it. */
    private static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(String message) {
            super(message);
        }
    }
}
