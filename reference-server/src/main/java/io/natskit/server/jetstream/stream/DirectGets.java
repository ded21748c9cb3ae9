// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.local.LocalInbox;
import io.natskit.server.local.LocalMessage;
import io.natskit.server.local.LocalPublisher;
import io.natskit.wire.jetstream.MessageGetRequest;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.subject.Subjects;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads past the API (DG-01 to DG-03): single messages, batches, and the last of many subjects. Requests come by an inbox of their own, so
 * that intake does not hold them up. Confined to the stream's loop.
 */
final class DirectGets implements LocalInbox.Handler {
    private static final int SUBJECTS_MAX = 1024;
    private static final int TOKENS_BEFORE_SUBJECT = 5;
    private static final int API_LEVEL = 5;
    private static final byte[] NONE = {};

    private final Stream stream;
    private final StoredMessage found = new StoredMessage();

    DirectGets(Stream stream) {
        this.stream = stream;
    }

    @Override
    public void received(LocalMessage message) {
        if (message.replyLength() == 0 || (stream.isClosed() && !stream.isOffline())) {
            return;
        }
        byte[] to = message.replyBytes();
        if (!stream.isOffline()) {
            stream.fence().run(() -> take(message, to));
        }
        // it was so before, or is since this request
        if (stream.isOffline()) {
            status(to, "500 Stream Offline");
        }
    }

    private void take(LocalMessage message, byte[] to) {
        if (message.isRefused()) {
            status(to, "429 Too Many Requests");
            return;
        }
        String level = HeaderBlock.text(
                message.bytes(), message.header(), message.headerLength(), HeaderNames.REQUIRED_API_LEVEL);
        if (level != null && !level.isEmpty() && !isSupported(level)) {
            status(to, "412 Required Api Level");
            return;
        }
        String problem;
        try {
            problem = answer(message, to);
        } catch (StoreFailedException e) {
            // the disk's fault, which concerns this request alone
            problem = "500 " + e.getMessage();
        }
        if (problem != null) {
            status(to, problem);
        }
    }

    private static boolean isSupported(String level) {
        try {
            return Integer.parseInt(level) <= API_LEVEL;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Answers, or says with which status to. */
    private @Nullable String answer(LocalMessage message, byte[] to) {
        String subject = subjectOf(message.subject());
        byte[] body = message.payloadBytes();
        if (subject == null && body.length == 0) {
            return "408 Empty Request";
        }
        MessageGetRequest asked;
        try {
            asked = body.length == 0 ? MessageGetRequest.builder().build() : MessageGetRequest.ofJson(body);
        } catch (JsonException e) {
            return "408 Malformed Request";
        }
        if (subject != null) {
            return bySubject(asked, subject, to);
        }
        if (says(asked, false)) {
            return "408 Empty Request";
        }
        if (contradicts(asked)) {
            return "408 Bad Request";
        }
        return asked.multiLast().isEmpty() ? get(asked, asked.lastBySubject(), to) : lastOfMany(asked, to);
    }

    /** What follows {@code $JS.API.DIRECT.GET.<stream>}, or null. */
    private static @Nullable String subjectOf(String requested) {
        int at = -1;
        for (int i = 0; i < TOKENS_BEFORE_SUBJECT; i++) {
            at = requested.indexOf('.', at + 1);
            if (at < 0) {
                return null;
            }
        }
        return requested.substring(at + 1);
    }

    private @Nullable String bySubject(MessageGetRequest asked, String subject, byte[] to) {
        boolean more = asked.sequence() != 0
                || !asked.lastBySubject().isEmpty()
                || !asked.nextBySubject().isEmpty()
                || !asked.multiLast().isEmpty()
                || asked.batch() != 0
                || asked.startTime().isPresent()
                || asked.upToSequence() != 0
                || asked.upToTime().isPresent();
        return more || subject.isEmpty() ? "408 Bad Request" : get(asked, subject, to);
    }

    private static boolean says(MessageGetRequest asked, boolean anything) {
        boolean some = asked.sequence() != 0
                || !asked.lastBySubject().isEmpty()
                || !asked.nextBySubject().isEmpty()
                || !asked.multiLast().isEmpty()
                || asked.startTime().isPresent();
        return some == anything;
    }

    private static boolean contradicts(MessageGetRequest asked) {
        boolean last = !asked.lastBySubject().isEmpty();
        boolean next = !asked.nextBySubject().isEmpty();
        boolean multi = !asked.multiLast().isEmpty();
        boolean time = asked.startTime().isPresent();
        return (asked.sequence() != 0 && (last || time))
                || (last && (time || next || asked.batch() > 0 || multi))
                || (next && multi)
                || (asked.upToSequence() != 0 && asked.upToTime().isPresent());
    }

    // ---- one, or a batch

    private @Nullable String get(MessageGetRequest asked, String last, byte[] to) {
        MessageStore store = stream.store();
        long sequence = asked.startTime().isPresent()
                ? store.firstSince(nanos(asked.startTime().get()))
                : asked.sequence();
        boolean batched = asked.batch() > 0;
        boolean next = !asked.nextBySubject().isEmpty();
        SubjectFilter filter = next ? filter(asked.nextBySubject()) : SubjectFilter.ALL;
        if (filter == null) {
            return "404 Message Not Found";
        }
        long pending = batched ? store.count(filter, Math.max(1, sequence)) : 0;
        long most = batched ? asked.batch() : 1;
        long bytesLeft = asked.maxBytes() > 0 ? asked.maxBytes() : Long.MAX_VALUE;
        long before = 0;
        for (long i = 0; i < most; i++) {
            if (!find(asked, last, filter, sequence, batched)) {
                if (batched && i > 0) {
                    break;
                }
                return "404 Message Not Found";
            }
            pending = Math.max(0, pending - 1);
            send(to, asked.noHeaders() ? NONE : headers(batched ? pending : -1, before));
            before = found.sequence();
            sequence = before + 1;
            bytesLeft -= found.subject().length()
                    + found.headers().length()
                    + found.payload().length();
            if (bytesLeft <= 0) {
                break;
            }
        }
        if (batched) {
            status(to, "204 EOB\r\nNats-Num-Pending: " + pending + "\r\nNats-Last-Sequence: " + before);
        }
        return null;
    }

    private boolean find(MessageGetRequest asked, String last, SubjectFilter filter, long sequence, boolean batched) {
        MessageStore store = stream.store();
        long at;
        if (!asked.nextBySubject().isEmpty() || (sequence > 0 && batched)) {
            at = store.next(filter, Math.max(1, sequence));
        } else if (sequence > 0) {
            at = sequence;
        } else {
            SubjectFilter one = filter(last);
            at = one == null ? 0 : store.last(one, Long.MAX_VALUE);
        }
        return at > 0 && store.read(at, found);
    }

    private static @Nullable SubjectFilter filter(String pattern) {
        return Subjects.isValid(pattern) ? SubjectFilter.of(pattern) : null;
    }

    // ---- the last of many subjects

    private @Nullable String lastOfMany(MessageGetRequest asked, byte[] to) {
        MessageStore store = stream.store();
        long upTo = asked.upToSequence();
        if (asked.upToTime().isPresent()) {
            upTo = store.firstSince(nanos(asked.upToTime().get()));
            if (upTo <= store.firstSequence()) {
                return "404 No Results";
            }
            upTo--;
        }
        if (upTo == 0) {
            upTo = store.lastSequence();
        }
        for (String one : asked.multiLast()) {
            if (!Subjects.isValid(one)) {
                return "404 No Results";
            }
        }
        SubjectFilter filter = SubjectFilter.of(asked.multiLast().toArray(new String[0]));
        long[] all = store.lastPerSubject(filter, upTo, SUBJECTS_MAX);
        if (all.length > SUBJECTS_MAX) {
            return "413 Too Many Results";
        }
        int from = 0;
        while (from < all.length && all[from] < asked.sequence()) {
            from++;
        }
        if (from == all.length) {
            return "404 No Results";
        }
        long pending = all.length - from;
        long bytesLeft = asked.maxBytes() > 0 ? asked.maxBytes() : Long.MAX_VALUE;
        long before = 0;
        long sent = 0;
        for (int i = from; i < all.length; i++) {
            if (!store.read(all[i], found)) {
                return "404 Message Not Found";
            }
            pending--;
            send(to, headers(pending, before));
            before = found.sequence();
            sent++;
            bytesLeft -= found.subject().length()
                    + found.headers().length()
                    + found.payload().length();
            if (bytesLeft <= 0 || (asked.batch() > 0 && sent >= asked.batch())) {
                break;
            }
        }
        status(
                to,
                "204 EOB\r\nNats-Num-Pending: " + pending + "\r\nNats-Last-Sequence: " + before
                        + "\r\nNats-UpTo-Sequence: " + upTo);
        return null;
    }

    // ---- answers

    private byte[] headers(long pending, long before) {
        byte[] headers = found.headers().toBytes();
        headers = HeaderBlock.with(headers, HeaderNames.STREAM, stream.name());
        headers = HeaderBlock.with(headers, HeaderNames.SUBJECT, found.subject().toString());
        headers = HeaderBlock.with(headers, HeaderNames.SEQUENCE, Long.toUnsignedString(found.sequence()));
        headers = HeaderBlock.with(headers, HeaderNames.TIME_STAMP, Expiry.timeText(found.timestampNanos()));
        if (pending >= 0) {
            headers = HeaderBlock.with(headers, HeaderNames.NUM_PENDING, Long.toString(pending));
            headers = HeaderBlock.with(headers, HeaderNames.LAST_SEQUENCE, Long.toString(before));
        }
        return headers;
    }

    private void send(byte[] to, byte[] headers) {
        LocalPublisher publisher = stream.publisher();
        publisher.publish(
                stream.account(),
                to,
                to.length,
                NONE,
                0,
                0,
                NONE,
                0,
                headers,
                0,
                headers.length,
                found.payload().array(),
                found.payload().offset(),
                found.payload().length());
    }

    private void status(byte[] to, String status) {
        stream.publisher()
                .publish(stream.account(), to, NONE, HeaderNames.bytes("NATS/1.0 " + status + "\r\n\r\n"), NONE);
    }

    private static long nanos(Instant time) {
        return Expiry.epochNanos(time);
    }
}
