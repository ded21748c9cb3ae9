// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.LinePattern;
import io.natskit.conformance.transcript.Text;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Plays one case, on the caller's thread. An answer that is an error fails the case unless an {@code err} line expects it; a message that nobody asked for fails it at the end. */
public final class Play {
    private static final Pattern TIME = Pattern.compile("\\$\\{time([+-]\\d+(?:ms|s|m|h))?}");
    // always nine digits, so that a header's length and a stream's bytes are those of the record
    private static final DateTimeFormatter NANOSECONDS =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();
    private static final Pattern AS = Pattern.compile("(.*) as (\\w+)");
    private static final Pattern CREATED = Pattern.compile("STREAM\\.(?:CREATE|RESTORE)\\.(\\S+).*");

    /** The name of the subscription to the answer of a request that is waited for at once. */
    private static final String REQUEST = "(request)";

    /** All subscriptions. */
    private static final String ANY = "";

    private static final long POLL_NANOS = 15_000_000;

    private final Mail mail;
    private final String key;
    private final Duration patience;
    private final Map<String, String> values = new HashMap<>();
    private final TreeSet<String> created = new TreeSet<>();
    private final TreeSet<Integer> connections = new TreeSet<>();
    private int inboxes;
    private int connection = 1;
    private final Map<Integer, String> boxes = new HashMap<>();
    private @Nullable Delivery last;
    private boolean mustBeOk;

    private Play(String title, Map<String, String> variant, Mail mail, Duration patience) {
        this.mail = mail;
        this.patience = patience;
        this.key = key(title);
        variant.forEach((name, value) -> values.put(name, named(value)));
    }

    /** Plays a case with the values of one variant and gives the messages that it looked at; fails with {@link TranscriptFailure}. */
    public static List<Delivery> play(Scenario.Case test, Map<String, String> variant, Mail mail, Duration patience) {
        RecordedMail.Keeping keeping = new RecordedMail.Keeping(mail);
        Play play = new Play(test.title(variant), variant, keeping, patience);
        try {
            for (Act act : test.acts()) {
                play.act(act);
            }
            play.settle();
            for (int connection : play.connections) {
                mail.nothing(connection, ANY);
            }
            return keeping.kept();
        } catch (TranscriptFailure e) {
            throw new TranscriptFailure(test.title(variant) + ": " + e.getMessage(), e);
        } finally {
            play.cleanUp(mail);
        }
    }

    /** A few letters that belong to the case, so that the names in it are its own. */
    private static String key(String title) {
        CRC32 crc = new CRC32();
        crc.update(title.getBytes(StandardCharsets.UTF_8));
        return Long.toString(crc.getValue() | 1L << 32, 36) + "k";
    }

    private void cleanUp(Mail to) {
        try {
            if (connections.contains(1)) {
                created.forEach(stream -> to.publish(1, "$JS.API.STREAM.DELETE." + stream, "", "", ""));
            }
        } finally {
            to.close();
        }
    }

    private void act(Act act) {
        try {
            connection = act.connection();
            for (int i = 1; i <= act.times(); i++) {
                values.put("i", String.valueOf(i));
                String text = named(act.text());
                if (act.isCheck()) {
                    check(act.verb(), text);
                } else {
                    settle();
                    connections.add(connection);
                    perform(act.verb(), text);
                }
            }
        } catch (TranscriptFailure e) {
            throw new TranscriptFailure("line " + act.line() + ": " + e.getMessage(), e);
        }
    }

    /** {@code %S %T %U %W} are names of the case's own, {@code %s} and so on the same in small letters; and times. */
    private String named(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (text.charAt(i) == '%' && "STUWstuw".indexOf(next) >= 0) {
                out.append(next).append(key);
                i++;
            } else {
                out.append(text.charAt(i));
            }
        }
        return TIME.matcher(out).replaceAll(Play::time);
    }

    private static String time(java.util.regex.MatchResult m) {
        String shift = m.group(1) == null ? "+0s" : m.group(1);
        boolean minus = shift.startsWith("-");
        Duration by = shift.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(shift.substring(1, shift.length() - 2)))
                : Duration.parse("PT" + shift.substring(1).toUpperCase(java.util.Locale.ROOT));
        return NANOSECONDS.format(Instant.now().plus(minus ? by.negated() : by));
    }

    private void perform(String verb, String text) {
        switch (verb) {
            case "login" -> mail.login(connection, text.isEmpty() ? "{}" : Text.latin(text, values));
            case "api" -> request("$JS.API." + text);
            case "req", "pub" -> request(text);
            case "ask" -> ask(text);
            case "pull" -> ask("$JS.API.CONSUMER.MSG.NEXT." + text);
            case "post" -> post(text);
            case "sub" -> subscribe(text.split(" "));
            case "from" -> boxes.put(connection, text);
            case "next" -> take();
            case "m" -> message(text);
            case "s" -> {
                take();
                check("status", text);
            }
            case "none" -> mail.nothing(connection, text.isEmpty() ? box() : text);
            case "hold" -> values.put(text, Text.notation(last().payload()));
            case "keep" -> values.put(text, values.getOrDefault("reply", ""));
            case "ack", "ackonly" -> acknowledge(text, verb.equals("ack"));
            case "await" -> await(text);
            case "drop" -> mail.unsubscribe(connection, text);
            default -> {
                mail.cut(connection);
                connections.remove(connection);
            }
        }
    }

    /** Whose messages are looked at on this connection. */
    private String box() {
        return boxes.getOrDefault(connection, "");
    }

    private void subscribe(String[] words) {
        boxes.put(connection, words[0]);
        mail.subscribe(connection, words[0], Text.latin(words[1], values), words.length > 2 ? words[2] : "");
        mail.fence(connection);
    }

    /** SUBJECT [Header: value; Header: value] payload. */
    private void send(String text, String reply) {
        int blank = text.indexOf(' ');
        String subject = blank < 0 ? text : text.substring(0, blank);
        String rest = blank < 0 ? "" : text.substring(blank + 1);
        String headers = "";
        if (rest.startsWith("[")) {
            int end = rest.contains("] ") ? rest.indexOf("] ") : rest.length() - 1;
            headers = Text.latin(
                    "NATS/1.0\\r\\n" + rest.substring(1, end).replace("; ", "\\r\\n") + "\\r\\n\\r\\n", values);
            rest = end + 2 <= rest.length() ? rest.substring(end + 2) : "";
        }
        mail.publish(connection, Text.latin(subject, values), reply, headers, Text.latin(rest, values));
    }

    private void ask(String text) {
        Matcher as = AS.matcher(text);
        boolean matches = as.matches();
        ask(matches ? as.group(1) : text, matches ? as.group(2) : "answers");
    }

    private void ask(String text, String name) {
        boxes.put(connection, name);
        String inbox = "_INBOX." + key + "." + ++inboxes;
        values.put("inbox", inbox);
        mail.subscribe(connection, name, inbox, "");
        send(text, inbox);
    }

    private void request(String text) {
        Matcher m = CREATED.matcher(text.startsWith("$JS.API.") ? text.substring(8) : text);
        String before = box();
        ask(text, REQUEST);
        take();
        boxes.put(connection, before);
        mustBeOk = true;
        if (m.matches()) {
            created.add(Text.latin(m.group(1), values));
        }
    }

    /** SUBJECT [-> REPLY] … */
    private void post(String text) {
        Matcher m = Pattern.compile("(\\S+) -> (\\S+)(?: (.*))?").matcher(text);
        if (m.matches()) {
            send(m.group(1) + (m.group(3) == null ? "" : " " + m.group(3)), Text.latin(m.group(2), values));
        } else {
            send(text, "");
        }
    }

    private void take() {
        keepLast(mail.take(connection, box()));
    }

    private void keepLast(Delivery delivery) {
        last = delivery;
        values.put("reply", Text.notation(delivery.reply()));
    }

    private void message(String text) {
        take();
        int blank = text.indexOf(' ');
        check("subject", blank < 0 ? text : text.substring(0, blank));
        check("raw", blank < 0 ? "" : text.substring(blank + 1));
    }

    /** [&#64;name] payload: to what was kept, else to the reply of the last message; confirmed unless {@code ackonly}. */
    private void acknowledge(String text, boolean confirmed) {
        String to = values.getOrDefault("reply", "");
        String payload = text;
        if (text.startsWith("@")) {
            int blank = text.indexOf(' ');
            to = values.getOrDefault(blank < 0 ? text.substring(1) : text.substring(1, blank), "");
            payload = blank < 0 ? "" : text.substring(blank + 1);
        }
        if (!to.startsWith("$JS.ACK") && !to.startsWith("\\$JS.ACK")) {
            throw new TranscriptFailure("not something to acknowledge: \"" + to + "\"");
        }
        if (!confirmed) {
            send(to + " " + payload, "");
            return;
        }
        String before = box();
        ask(to + " " + payload, REQUEST);
        Delivery answer = mail.take(connection, box());
        boxes.put(connection, before);
        if (!answer.payload().isEmpty() || !answer.headers().isEmpty()) {
            throw new TranscriptFailure("expected an empty confirmation\n     got: " + answer);
        }
    }

    /** REQUEST = conditions: asks until they hold. */
    private void await(String text) {
        int cut = text.indexOf(" = ");
        String before = box();
        long end = System.nanoTime() + patience.toNanos();
        for (int first = 1; ; first = 0) {
            if (first == 0) {
                mail.untake();
            }
            ask("$JS.API." + text.substring(0, cut), REQUEST);
            take();
            String wrong = conditions(text.substring(cut + 3));
            if (wrong.isEmpty()) {
                break;
            }
            if (System.nanoTime() > end) {
                throw new TranscriptFailure(wrong);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        boxes.put(connection, before);
    }

    private Delivery last() {
        if (last == null) {
            throw new TranscriptFailure("nothing came before this line");
        }
        return last;
    }

    private String conditions(String text) {
        String wrong = Conditions.mismatch(utf8(Text.latin(text.replace("\\", "\\\\"), values)), last().json(), values);
        return wrong.isEmpty() ? "" : wrong + "\n      in: " + last();
    }

    private static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void settle() {
        if (mustBeOk && last().isError()) {
            throw new TranscriptFailure("unexpected error in the answer before this line: " + last());
        }
        if (mustBeOk && last().status().startsWith("503")) {
            throw new TranscriptFailure("the request before this line had no responders: " + last());
        }
        mustBeOk = false;
    }

    private void check(String verb, String text) {
        String wrong = switch (verb) {
            case "=" -> conditions(text);
            case "err" -> error(text);
            case "raw" -> LinePattern.mismatch(text, last().payload(), values);
            case "status" -> LinePattern.mismatch(text, last().status(), values);
            case "reply" -> LinePattern.mismatch(text, last().reply(), values);
            case "subject" -> LinePattern.mismatch(text, last().subject(), values);
            case "headers" -> LinePattern.mismatch(text, last().headers(), values);
            default -> header(text);
        };
        if (verb.equals("status") || verb.equals("err")) {
            mustBeOk = false;
        }
        if (!wrong.isEmpty()) {
            throw new TranscriptFailure(wrong + (wrong.contains("in: ") ? "" : "\n      in: " + last()));
        }
    }

    /** CODE ERR_CODE [description]. */
    private String error(String text) {
        String[] words = text.split(" ", 3);
        String conditions = "error.code=" + words[0] + " error.err_code=" + words[1];
        String wrong = conditions(conditions);
        if (!wrong.isEmpty() || words.length < 3) {
            return wrong;
        }
        Map<String, String> kept = new HashMap<>();
        Conditions.mismatch("error.description->it", last().json(), kept);
        return LinePattern.mismatch(
                words[2],
                new String(kept.getOrDefault("it", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                values);
    }

    /** {@code Name: pattern} or {@code !Name}. */
    private String header(String text) {
        if (text.startsWith("!")) {
            return last().header(text.substring(1)).isPresent() ? "unexpected header " + text.substring(1) : "";
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = last().header(name).orElse(null);
        if (value == null) {
            return "no header " + name;
        }
        return colon < 0 ? "" : LinePattern.mismatch(text.substring(colon + 1).strip(), value, values);
    }
}
