// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_LAST_MSG_ID;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_LAST_SEQUENCE;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_LAST_SUBJECT_SEQUENCE;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT;
import static io.natskit.server.jetstream.stream.HeaderNames.EXPECTED_STREAM;
import static io.natskit.server.jetstream.stream.HeaderNames.MSG_ID;
import static io.natskit.server.jetstream.stream.HeaderNames.ROLLUP;
import static io.natskit.server.jetstream.stream.HeaderNames.STREAM_SOURCE;
import static io.natskit.server.jetstream.stream.HeaderNames.TTL;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message may come into a stream, in the order of nats-server's checks (PB-02 to PB-07, PB-10, PB-11). What a check finds out, it
 * notes in the draft. Throws {@link ApiException} with the answer to the publisher. Confined to the stream's loop.
 */
final class PublishChecks {
    private static final int HEADERS_MAX = 65_535;

    private final MessageStore store;
    private final Dedupe dedupe;
    private final Counters counters;
    private final ScheduleChecks schedules;

    PublishChecks(MessageStore store, Dedupe dedupe, Counters counters, ScheduleChecks schedules) {
        this.store = store;
        this.dedupe = dedupe;
        this.counters = counters;
        this.schedules = schedules;
    }

    /** A message that was stored already under the same id. */
    static final class Duplicate extends RuntimeException {
        private static final long serialVersionUID = 1;

        final long sequence;

        Duplicate(long sequence) {
            super("duplicate of " + sequence, null, false, false);
            this.sequence = sequence;
        }
    }

    /** All checks of a message by itself. */
    void check(StreamRules rules, Draft draft, @Nullable String lastMsgId) {
        if (rules.sealed) {
            throw new ApiException(JetStreamError.STREAM_SEALED);
        }
        sizes(rules, draft);
        boolean counts = false;
        if (draft.hasStreamHeaders()) {
            counts = header(rules, draft, lastMsgId);
        }
        if (rules.counters) {
            if (!counts) {
                throw new ApiException(JetStreamError.MESSAGE_INCR_MISSING);
            }
            if (!draft.isInBatch()) {
                raise(rules, draft);
            }
        } else if (rules.schedules) {
            sizes(rules, draft);
        }
    }

    /** Makes a draft that was checked hold its counter's new value. */
    void raise(StreamRules rules, Draft draft) {
        counters.raise(draft);
        sizes(rules, draft);
    }

    /** Whether the message is as large as the stream takes at most. */
    static void checkSize(StreamRules rules, Draft draft) {
        if (rules.maxMessageSize >= 0 && draft.headerLength() + draft.payloadLength() > rules.maxMessageSize) {
            throw new ApiException(JetStreamError.STREAM_MESSAGE_EXCEEDS_MAXIMUM);
        }
    }

    private static void sizes(StreamRules rules, Draft draft) {
        checkSize(rules, draft);
        if (draft.headerLength() > HEADERS_MAX) {
            throw new ApiException(JetStreamError.STREAM_HEADER_EXCEEDS_MAXIMUM);
        }
    }

    /** Answers whether it raises a counter. */
    private boolean header(StreamRules rules, Draft draft, @Nullable String lastMsgId) {
        boolean counts = counters.check(rules, draft);
        String stream = draft.header(EXPECTED_STREAM);
        if (stream != null && !stream.isEmpty() && !stream.equals(rules.name)) {
            throw new ApiException(JetStreamError.STREAM_NOT_MATCH);
        }
        if (!draft.isSourced() && !rules.ttl && hasTtl(draft)) {
            throw new ApiException(JetStreamError.MESSAGE_TTL_DISABLED);
        }
        if (rules.counters && !counts && draft.isInBatch()) {
            // in batches nats-server looks for that before it looks at expectations
            throw new ApiException(JetStreamError.MESSAGE_INCR_MISSING);
        }
        lastOfSubject(draft);
        String last = draft.header(EXPECTED_LAST_SEQUENCE);
        if (last != null && !last.isEmpty() && Numbers.lenient(last) != store.lastSequence()) {
            throw new ApiException(JetStreamError.STREAM_WRONG_LAST_SEQUENCE.with(store.lastSequence()));
        }
        if (!draft.isSourced()) {
            schedules.check(rules, draft);
            if (hasText(draft.header(STREAM_SOURCE))) {
                throw new ApiException(JetStreamError.MESSAGE_SOURCE_HDR_NOT_ALLOWED);
            }
        }
        duplicate(rules, draft);
        String lastId = draft.header(EXPECTED_LAST_MSG_ID);
        if (lastId != null && !lastId.isEmpty() && !lastId.equals(lastMsgId == null ? "" : lastMsgId)) {
            throw new ApiException(JetStreamError.STREAM_WRONG_LAST_MSG_ID.with(lastMsgId == null ? "" : lastMsgId));
        }
        rollup(rules, draft);
        return counts;
    }

    private void lastOfSubject(Draft draft) {
        String expected = draft.header(EXPECTED_LAST_SUBJECT_SEQUENCE);
        String other = draft.header(EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT);
        if (expected == null || expected.isEmpty()) {
            if (hasText(other)) {
                throw new ApiException(JetStreamError.STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID);
            }
            return;
        }
        ByteRange subject = draft.stored().subject();
        long last;
        if (hasText(other)) {
            last = lastOf(other);
        } else {
            last = store.lastOf(subject.array(), subject.offset(), subject.length());
        }
        if (last != Numbers.lenient(expected)) {
            throw new ApiException(JetStreamError.STREAM_WRONG_LAST_SEQUENCE.with(last));
        }
    }

    /** The last message of a subject, which may hold wildcards here. */
    private long lastOf(@Nullable String pattern) {
        return pattern == null ? 0 : store.last(SubjectFilter.of(pattern), Long.MAX_VALUE);
    }

    private void duplicate(StreamRules rules, Draft draft) {
        String id = draft.header(MSG_ID);
        if (id == null || id.isEmpty()) {
            return;
        }
        draft.msgId(id);
        if (!rules.mirror) {
            long known = dedupe.sequenceOf(id);
            if (known > 0) {
                throw new Duplicate(known);
            }
        }
    }

    private static void rollup(StreamRules rules, Draft draft) {
        String value = draft.header(ROLLUP);
        if (value == null || value.isEmpty()) {
            return;
        }
        if (!rules.rollupAllowed && !draft.isSourced()) {
            throw new ApiException(JetStreamError.STREAM_ROLLUP_FAILED.with("rollup not permitted"));
        }
        switch (value.toLowerCase(Locale.ROOT)) {
            case "sub" -> draft.rollup(true, false);
            case "all" -> draft.rollup(false, true);
            default ->
                throw new ApiException(JetStreamError.STREAM_ROLLUP_FAILED.with(
                        "rollup value invalid: " + GoQuote.quote(value.toLowerCase(Locale.ROOT))));
        }
    }

    /** Whether it names a TTL that means something; a malformed one is refused later. */
    private static boolean hasTtl(Draft draft) {
        String ttl = draft.header(TTL);
        return ttl != null && !ttl.isEmpty() && MessageTtl.secondsOrZero(ttl) != 0;
    }

    static boolean hasText(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
