// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Plays one case, on the caller's thread. After the last step each connection that is still in use is fenced by PING and PONG, so
 *  that a line too much fails the case as a wrong one does.
 */
public final class Replay {
    private final IntFunction<Link> dial;
    private final Map<Integer, Link> links = new LinkedHashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final Set<Integer> unfenced = new HashSet<>();
    private final Heard heard = new Heard();

    private Replay(IntFunction<Link> dial, Map<String, String> variant) {
        this.dial = dial;
        values.putAll(variant);
    }

    /** Plays a case with the values of one variant over connections that {@code dial} opens; fails with {@link TranscriptFailure}. */
    public static Heard play(Transcript.Case test, Map<String, String> variant, IntFunction<Link> dial) {
        Replay replay = new Replay(dial, variant);
        try {
            for (Step step : test.steps()) {
                try {
                    replay.play(step);
                } catch (TranscriptFailure e) {
                    throw new TranscriptFailure("line " + step.line() + ": " + e.getMessage(), e);
                }
            }
            replay.fenceAll();
            return replay.heard;
        } finally {
            replay.links.values().forEach(Link::close);
        }
    }

    private void play(Step step) {
        if (step instanceof Step.Send send) {
            Link link = link(send.connection());
            byte[] bytes = Text.bytes(send.text() + (send.crlf() ? "\\r\\n" : ""), values);
            if (send.crlf()) {
                unfenced.remove(send.connection());
            } else {
                unfenced.add(send.connection());
            }
            link.send(bytes);
        } else if (step instanceof Step.Expect expect) {
            expect(expect);
        } else if (step instanceof Step.Closed closed) {
            closed(closed.connection());
        } else if (step instanceof Step.Fence fence) {
            fence(fence.connection());
        } else if (step instanceof Step.Login login) {
            login(login);
        } else if (step instanceof Step.Cut cut) {
            link(cut.connection()).close();
            unfenced.add(cut.connection());
        } else {
            throw new TranscriptFailure("a step for clients: " + step);
        }
    }

    private Link link(int connection) {
        Link link = links.get(connection);
        if (link == null) {
            link = open(connection);
            greeting(connection, line(connection, "INFO"));
        }
        return link;
    }

    private Link open(int connection) {
        Link link = dial.apply(connection);
        links.put(connection, link);
        unfenced.add(connection); // until the client says something whole
        return link;
    }

    /** The fields of INFO are known to later steps as {@code ${C1.nonce}} and so on. */
    private void greeting(int connection, @Nullable String line) {
        if (line == null || !line.startsWith("INFO ")) {
            throw new TranscriptFailure("expected INFO as greeting, got: " + (line == null ? "(closed)" : line));
        }
        Json.object(line.substring(5))
                .forEach((key, value) -> values.put("C" + connection + "." + key, String.valueOf(value)));
    }

    /** The next line; a PING is passed over unless it is waited for: the server's first comes two seconds after CONNECT, wherever a slow machine is by then. */
    private @Nullable String line(int connection, String expected) {
        Link link = links.get(connection);
        String line = link == null ? null : link.line();
        while ("PING".equals(line) && !expected.equals("PING") && link != null) {
            line = link.line();
        }
        if (line == null) {
            heard.closed(connection);
        } else {
            heard.add(connection, line);
        }
        return line;
    }

    private void expect(Step.Expect expect) {
        int connection = expect.connection();
        boolean fresh = !links.containsKey(connection);
        if (fresh) {
            open(connection);
        }
        for (String pattern : expect.text().split("\\\\r\\\\n", -1)) {
            String line = line(connection, pattern);
            if (line == null) {
                throw new TranscriptFailure("expected: " + pattern + "\n     got: (closed)");
            }
            if (fresh && line.startsWith("INFO ")) {
                greeting(connection, line);
                fresh = false;
            }
            String wrong = LinePattern.mismatch(pattern, line, values);
            if (!wrong.isEmpty()) {
                throw new TranscriptFailure(wrong);
            }
        }
    }

    private void closed(int connection) {
        unfenced.add(connection);
        link(connection);
        String line = line(connection, "");
        if (line != null) {
            throw new TranscriptFailure("expected: (closed)\n     got: " + LinePattern.shown(line));
        }
    }

    private void fence(int connection) {
        link(connection).send(Text.bytes("PING\\r\\n", values));
        unfenced.remove(connection);
        String line = line(connection, "PONG");
        if (!"PONG".equals(line)) {
            throw new TranscriptFailure("expected: PONG and nothing before it\n     got: "
                    + (line == null ? "(closed)" : LinePattern.shown(line)));
        }
    }

    private void login(Step.Login login) {
        int connection = login.connection();
        link(connection);
        if (login.json().isEmpty()) {
            return;
        }
        unfenced.remove(connection);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verbose", false);
        fields.put("pedantic", false);
        fields.putAll(Json.object(Text.latin(login.json(), values)));
        link(connection).send(Text.join(Text.bytes("CONNECT ", values), latin(Json.text(fields) + "\r\nPING\r\n")));
        expect(new Step.Expect(login.line(), connection, "PONG", true));
        if (fields.get("protocol") instanceof Long level && level > 0) {
            expect(new Step.Expect(login.line(), connection, "INFO", true));
        }
    }

    private static byte[] latin(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private void fenceAll() {
        for (int connection : links.keySet()) {
            if (!unfenced.contains(connection)) {
                try {
                    fence(connection);
                } catch (TranscriptFailure e) {
                    throw new TranscriptFailure("at the end, connection " + connection + ": " + e.getMessage(), e);
                }
            }
        }
    }
}
