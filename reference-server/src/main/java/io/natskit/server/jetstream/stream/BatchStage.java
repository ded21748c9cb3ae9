// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static io.natskit.server.jetstream.stream.PublishChecks.hasText;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.wire.jetstream.JetStreamError;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an atomic batch would change, while its messages are checked one after another and before any of them is stored: the view that a later
 * message of the batch is checked against. One object a commit.
 */
final class BatchStage {
    private final MessageStore store;
    private final Dedupe dedupe;
    private final StreamRules rules;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Long> perSubject = new HashMap<>();
    private long messages;
    private long bytes;

    BatchStage(MessageStore store, Dedupe dedupe, StreamRules rules) {
        this.store = store;
        this.dedupe = dedupe;
        this.rules = rules;
    }

    /** Checks what concerns the batch as a whole, before the checks of the message by itself. Throws {@link ApiException}. */
    void check(Draft draft) {
        if (hasText(draft.header(HeaderNames.EXPECTED_LAST_MSG_ID))) {
            throw new ApiException(
                    JetStreamError.ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH.with("Nats-Expected-Last-Msg-Id"));
        }
        String id = draft.header(HeaderNames.MSG_ID);
        if (id != null && !id.isEmpty() && (!ids.add(id) || dedupe.sequenceOf(id) > 0)) {
            throw new ApiException(JetStreamError.ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE);
        }
        if (messages > 0 && hasText(draft.header(HeaderNames.EXPECTED_LAST_SEQUENCE))) {
            long asked = Numbers.lenient(String.valueOf(draft.header(HeaderNames.EXPECTED_LAST_SEQUENCE)));
            long last = store.lastSequence() + messages;
            throw new ApiException(
                    asked == last
                            ? JetStreamError.STREAM_WRONG_LAST_SEQUENCE_CONSTANT.with()
                            : JetStreamError.STREAM_WRONG_LAST_SEQUENCE.with(last));
        }
        String subject = draft.subject();
        if (hasText(draft.header(HeaderNames.EXPECTED_LAST_SUBJECT_SEQUENCE))) {
            String other = draft.header(HeaderNames.EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT);
            if (perSubject.containsKey(other != null && !other.isEmpty() ? other : subject)) {
                throw new ApiException(JetStreamError.STREAM_WRONG_LAST_SEQUENCE_CONSTANT);
            }
        }
        String rollup = draft.header(HeaderNames.ROLLUP);
        if (rollup != null && !rollup.isEmpty() && rollup.equalsIgnoreCase("sub") && perSubject.containsKey(subject)) {
            throw new ApiException(JetStreamError.STREAM_ROLLUP_FAILED.with("batch rollup sub invalid"));
        }
        if (rollup != null && !rollup.isEmpty() && rollup.equalsIgnoreCase("all") && messages > 0) {
            throw new ApiException(JetStreamError.STREAM_ROLLUP_FAILED.with("batch rollup all invalid"));
        }
    }

    /** Counts a message that passed all checks. Throws {@link ApiException} where the stream would be too full. */
    void add(Draft draft) {
        StoredMessage message = draft.stored();
        String subject = draft.subject();
        long size = store.sizeOf(
                message.subject().length(),
                message.headers().length(),
                message.payload().length());
        messages++;
        bytes += size;
        long staged = perSubject.merge(subject, 1L, Long::sum);
        if (!rules.discardsNew) {
            return;
        }
        if (rules.maxMessages > 0 && store.messages() + messages > rules.maxMessages) {
            throw new ApiException(JetStreamError.STREAM_STORE_FAILED.with("maximum messages exceeded"));
        }
        if (rules.maxBytes > 0 && store.bytes() + bytes > rules.maxBytes) {
            throw new ApiException(JetStreamError.STREAM_STORE_FAILED.with("maximum bytes exceeded"));
        }
        long there = store.countOf(
                message.subject().array(),
                message.subject().offset(),
                message.subject().length());
        if (rules.discardsNewPerSubject
                && rules.maxPerSubject > 0
                && there + staged > rules.maxPerSubject
                && !hasText(draft.header(HeaderNames.ROLLUP))) {
            throw new ApiException(JetStreamError.STREAM_STORE_FAILED.with("maximum messages per subject exceeded"));
        }
    }
}
