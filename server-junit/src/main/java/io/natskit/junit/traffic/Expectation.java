// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a {@link Journal} is asked for: a kind of event and what must be true of it. Immutable: each method answers a narrower expectation.
 *
 * <pre>{@code
 * published("orders.>").by("shop").withPayload("42").withHeader("Region", "EU")
 * }</pre>
 */
public final class Expectation {
    /** One thing that must be true; {@code actual} words what an entry has instead. */
    record Check(String wanted, Predicate<Entry> holds, Function<Entry, String> actual) {}

    private final Entry.Kind kind;
    private final String subject;
    private final List<Check> checks;

    private Expectation(Entry.Kind kind, String subject, List<Check> checks) {
        this.kind = kind;
        this.subject = subject;
        this.checks = checks;
    }

    /** A client published to a subject that the pattern (wildcards allowed) matches. */
    public static Expectation published(String pattern) {
        return onSubject(Entry.Kind.PUBLISHED, pattern);
    }

    /** A message on a subject that the pattern matches went out to a subscription; once for each subscription. */
    public static Expectation delivered(String pattern) {
        return onSubject(Entry.Kind.DELIVERED, pattern);
    }

    /** A stream took in a message on a subject that the pattern matches. */
    public static Expectation stored(String pattern) {
        return onSubject(Entry.Kind.STORED, pattern);
    }

    /** A consumer sent a message on a subject that the pattern matches; once for each time. */
    public static Expectation consumed(String pattern) {
        return onSubject(Entry.Kind.CONSUMED, pattern);
    }

    /** A consumer was told that a message on a subject that the pattern matches is done ({@code +ACK}, also with the next one asked for). */
    public static Expectation acknowledged(String pattern) {
        return answered(pattern, "+ACK", "+NXT");
    }

    /** A consumer was told to send a message on a subject that the pattern matches again ({@code -NAK}). */
    public static Expectation refused(String pattern) {
        return answered(pattern, "-NAK");
    }

    /** A consumer was told never to send a message on a subject that the pattern matches again ({@code +TERM}). */
    public static Expectation terminated(String pattern) {
        return answered(pattern, "+TERM");
    }

    /** A consumer was told that work on a message on a subject that the pattern matches goes on ({@code +WPI}). */
    public static Expectation progressed(String pattern) {
        return answered(pattern, "+WPI");
    }

    private static Expectation answered(String pattern, String... words) {
        List<String> all = List.of(words);
        return onSubject(Entry.Kind.ANSWERED, pattern)
                .with(new Check(String.join(" or ", all), e -> all.contains(e.word()), Entry::word));
    }

    /** Somebody subscribed to exactly this subject, wildcards and all. */
    public static Expectation subscribed(String subject) {
        return exactly(Entry.Kind.SUBSCRIBED, subject);
    }

    /** A subscription to exactly this subject ended. */
    public static Expectation unsubscribed(String subject) {
        return exactly(Entry.Kind.UNSUBSCRIBED, subject);
    }

    /** A client logged in. */
    public static Expectation connected() {
        return new Expectation(Entry.Kind.CONNECTED, "", List.of());
    }

    /** A client left. */
    public static Expectation disconnected() {
        return new Expectation(Entry.Kind.DISCONNECTED, "", List.of());
    }

    /** The client that published, received, subscribed or connected calls itself so. */
    public Expectation by(String clientName) {
        return with(new Check(
                "client \"" + clientName + '"',
                e -> clientName.equals(e.client().name()),
                e -> Entry.who(e.client())));
    }

    /** The client had logged in as this user. */
    public Expectation byUser(String user) {
        return with(new Check(
                "user \"" + user + '"',
                e -> user.equals(e.client().user()),
                e -> "user " + e.client().user()));
    }

    /** The payload is this text in UTF-8. */
    public Expectation withPayload(String text) {
        return withPayload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The payload is these bytes. */
    public Expectation withPayload(byte[] bytes) {
        byte[] copy = bytes.clone();
        return with(new Check(
                "payload " + Entry.shown(copy),
                e -> Arrays.equals(copy, e.payloadBytes()),
                e -> Entry.shown(e.payloadBytes()) + whereDifferent(copy, e.payloadBytes())));
    }

    /** The payload as UTF-8 has this text somewhere. */
    public Expectation withPayloadContaining(String part) {
        return with(new Check(
                "payload containing \"" + part + '"',
                e -> e.text().contains(part),
                e -> Entry.shown(e.payloadBytes())));
    }

    /** One of the header's values is this one. */
    public Expectation withHeader(String name, String value) {
        return with(new Check(
                "header " + name + ": " + value,
                e -> e.headers().all(name).contains(value),
                e -> e.headers().contains(name) ? name + ": " + e.headers().all(name) : "no such header"));
    }

    /** The header is not there. */
    public Expectation withoutHeader(String name) {
        return with(new Check(
                "no header " + name,
                e -> !e.headers().contains(name),
                e -> name + ": " + e.headers().all(name)));
    }

    /** It has a reply subject that the pattern matches. */
    public Expectation withReply(String pattern) {
        requirePattern(pattern);
        return with(new Check(
                "reply " + pattern,
                e -> {
                    String reply = e.reply();
                    return reply != null && Subjects.matches(pattern, reply);
                },
                e -> e.reply() == null ? "none" : String.valueOf(e.reply())));
    }

    /** It has no reply subject. */
    public Expectation withoutReply() {
        return with(new Check("no reply", e -> e.reply() == null, e -> String.valueOf(e.reply())));
    }

    /** The subscription belongs to this queue group. */
    public Expectation inQueue(String queue) {
        return with(new Check(
                "queue " + queue, e -> queue.equals(e.queue()), e -> e.queue() == null ? "none" : "" + e.queue()));
    }

    /** The message is in this stream. */
    public Expectation inStream(String stream) {
        return with(new Check("stream " + stream, e -> stream.equals(e.stream()), Entry::stream));
    }

    /** This consumer sent the message, or was told of it. */
    public Expectation byConsumer(String consumer) {
        return with(new Check("consumer " + consumer, e -> consumer.equals(e.consumer()), Entry::consumer));
    }

    /** The message has this sequence in its stream. */
    public Expectation withSequence(long sequence) {
        return with(
                new Check("sequence " + sequence, e -> e.sequence() == sequence, e -> String.valueOf(e.sequence())));
    }

    /** The consumer sent the message for the so many-th time, or had sent it so often when it was told of it. */
    public Expectation onDelivery(long number) {
        return with(new Check("delivery " + number, e -> e.deliveries() == number, e -> "delivery " + e.deliveries()));
    }

    /** The consumer had sent the message before. */
    public Expectation again() {
        return with(new Check("a later delivery", e -> e.deliveries() > 1, e -> "delivery " + e.deliveries()));
    }

    /** Whatever else must be true, with words for the message. */
    public Expectation matching(String description, Predicate<? super Entry> condition) {
        Objects.requireNonNull(condition, "condition");
        return with(new Check(description, condition::test, e -> "not so"));
    }

    boolean matches(Entry entry) {
        return entry.kind() == kind && checks.stream().allMatch(c -> c.holds.test(entry));
    }

    Entry.Kind kind() {
        return kind;
    }

    String subject() {
        return subject;
    }

    List<Check> checks() {
        return checks;
    }

    private static Expectation onSubject(Entry.Kind kind, String pattern) {
        requirePattern(pattern);
        return new Expectation(kind, pattern, List.of())
                .with(new Check("subject " + pattern, e -> Subjects.matches(pattern, e.subject()), Entry::subject));
    }

    private static Expectation exactly(Entry.Kind kind, String subject) {
        requirePattern(subject);
        return new Expectation(kind, subject, List.of())
                .with(new Check("subject " + subject, e -> subject.equals(e.subject()), Entry::subject));
    }

    private static void requirePattern(String pattern) {
        if (!Subjects.isValid(pattern)) {
            throw new IllegalArgumentException("subject: \"" + pattern + "\" (expected: a valid subject or pattern)");
        }
    }

    private Expectation with(Check check) {
        List<Check> longer = new ArrayList<>(checks);
        longer.add(check);
        return new Expectation(kind, subject, List.copyOf(longer));
    }

    private static String whereDifferent(byte[] wanted, byte[] actual) {
        int at = Arrays.mismatch(wanted, actual);
        String lengths =
                wanted.length == actual.length ? "" : ", " + actual.length + " bytes instead of " + wanted.length;
        return " (differs from byte " + at + lengths + ')';
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.word());
        for (Check check : checks) {
            String wanted = check.wanted;
            text.append(' ').append(wanted.startsWith("subject ") ? wanted.substring(8) : "with " + wanted);
        }
        return text.toString();
    }
}
