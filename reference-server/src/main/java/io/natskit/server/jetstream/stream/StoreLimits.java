// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many messages and bytes a stream may hold, at all and of one subject (SC-06, SC-07). Confined to the stream's loop. */
final class StoreLimits {
    /** Removes a message that a limit asks for. */
    interface Remover {
        void remove(long sequence);
    }

    private final MessageStore store;
    private final Remover remover;
    private final StoredMessage scratch = new StoredMessage();

    StoreLimits(MessageStore store, Remover remover) {
        this.store = store;
        this.remover = remover;
    }

    /** Why a message may not come in under {@code discard: new}, in nats-server's words; null if it may. */
    @Nullable
    String refusal(StreamRules rules, StoredMessage message, boolean rollsUp) {
        if (!rules.discardsNew) {
            return null;
        }
        ByteRange subject = message.subject();
        boolean full = rules.maxPerSubject > 0
                && store.countOf(subject.array(), subject.offset(), subject.length()) >= rules.maxPerSubject;
        if (full && rules.discardsNewPerSubject && !rollsUp) {
            return "maximum messages per subject exceeded";
        }
        if (rules.maxMessages > 0 && store.messages() >= rules.maxMessages && !full) {
            return "maximum messages exceeded";
        }
        long size = store.sizeOf(
                subject.length(), message.headers().length(), message.payload().length());
        if (rules.maxBytes > 0 && store.bytes() + size > rules.maxBytes && (!full || !replacesLarger(subject, size))) {
            return "maximum bytes exceeded";
        }
        return null;
    }

    private boolean replacesLarger(ByteRange subject, long size) {
        long first = store.firstOf(subject.array(), subject.offset(), subject.length());
        return first > 0
                && store.read(first, scratch)
                && store.sizeOf(
                                scratch.subject().length(),
                                scratch.headers().length(),
                                scratch.payload().length())
                        >= size;
    }

    /** Removes what is too much now that a message of this subject came in. */
    void enforce(StreamRules rules, ByteRange subject) {
        if (rules.maxPerSubject > 0) {
            while (store.countOf(subject.array(), subject.offset(), subject.length()) > rules.maxPerSubject) {
                remover.remove(store.firstOf(subject.array(), subject.offset(), subject.length()));
            }
        }
        enforceTotals(rules);
    }

    private void enforceTotals(StreamRules rules) {
        if (rules.discardsNew) {
            return;
        }
        if (rules.maxMessages > 0) {
            while (store.messages() > rules.maxMessages) {
                remover.remove(store.firstSequence());
            }
        }
        if (rules.maxBytes > 0) {
            while (store.bytes() > rules.maxBytes && store.messages() > 0) {
                remover.remove(store.firstSequence());
            }
        }
    }

    /** Removes what is too much under rules that were just made tighter; as nats-server, in all first, and then of each subject. */
    void enforceAll(StreamRules rules) {
        enforceTotals(rules);
        if (rules.maxPerSubject > 0) {
            trimSubjects(rules.maxPerSubject);
        }
    }

    private void trimSubjects(long most) {
        List<byte[]> crowded = new ArrayList<>();
        store.subjects(SubjectFilter.ALL, (subject, messages, first, last) -> {
            if (messages > most) {
                crowded.add(subject.toBytes());
            }
            return true;
        });
        for (byte[] subject : crowded) {
            while (store.countOf(subject, 0, subject.length) > most) {
                remover.remove(store.firstOf(subject, 0, subject.length));
            }
        }
    }
}
