// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.message;

import io.natskit.cli.terminal.Figures;
import io.natskit.wire.Nuid;
import io.natskit.wire.json.GoTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A body with the nats CLI's functions in double braces: {@code Count}, {@code TimeStamp}, {@code Unix}, {@code UnixNano}, {@code Time}, {@code ID},
 * {@code Random MIN MAX}, {@code Request}, and {@code 1} for the first token of a subject. What is unknown stays as it is. Immutable.
 */
public final class Template {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final String text;
    private final boolean active;

    private Template(String text, boolean active) {
        this.text = text;
        this.active = active;
    }

    /** A template; one that is not active gives its text. */
    public static Template of(String text, boolean active) {
        return new Template(text, active && text.contains("{{"));
    }

    /** The text for the message with this number. */
    public String render(long count) {
        return render(count, "", "");
    }

    /** The text for the answer to a request. */
    public String render(long count, String subject, String request) {
        if (!active) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        int at = 0;
        int open = text.indexOf("{{");
        while (open >= 0) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                break;
            }
            String value = value(text.substring(open + 2, close).strip(), count, subject, request);
            result.append(text, at, open).append(value != null ? value : text.substring(open, close + 2));
            at = close + 2;
            open = text.indexOf("{{", at);
        }
        return result.append(text, at, text.length()).toString();
    }

    private static @Nullable String value(String call, long count, String subject, String request) {
        String[] words = call.startsWith(".") ? call.substring(1).split(" +") : call.split(" +");
        Instant now = Instant.now();
        return switch (words[0]) {
            case "Count", "Cnt" -> Long.toString(count);
            case "TimeStamp" -> GoTime.format(now.atZone(ZoneId.systemDefault()).toOffsetDateTime());
            case "Unix" -> Long.toString(now.getEpochSecond());
            case "UnixNano" -> Long.toString(now.getEpochSecond() * 1_000_000_000L + now.getNano());
            case "Time" -> Figures.clock(now);
            case "ID" -> Nuid.next();
            case "Request" -> request;
            case "Random" -> words.length == 3 ? random(words[1], words[2]) : null;
            default -> token(words[0], subject);
        };
    }

    private static @Nullable String token(String place, String subject) {
        String[] tokens = subject.split("\\.");
        for (int i = 0; i < tokens.length; i++) {
            if (place.equals(Integer.toString(i))) {
                return tokens[i];
            }
        }
        return null;
    }

    private static @Nullable String random(String from, String to) {
        try {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            int length = random.nextInt(Integer.parseInt(from), Integer.parseInt(to) + 1);
            StringBuilder text = new StringBuilder();
            random.ints(length, 0, LETTERS.length()).forEach(letter -> text.append(LETTERS.charAt(letter)));
            return text.toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
