// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of QoS 1 and 2 that are on their way to the client of a session, by their packet identifiers. An identifier follows from the message's
 * place in the stream, so that the message has the same one after the server has been started anew, and the client knows it again. Belongs to the
 * session; confined to the loop that has it.
 */
final class Unacknowledged {
    private static final int IDENTIFIERS = 0xFFFF;
    private static final int FINISHED_MAX = 4_096;

    private final Map<Integer, Message> published = new HashMap<>();
    private final Map<String, Map<Long, Integer>> identifiers = new HashMap<>();
    private final Map<Integer, Release> released = new HashMap<>();
    private final Set<String> finished = new LinkedHashSet<>();
    private int lastRetained;

    /** A message that waits for PUBACK or PUBREC; {@code acknowledgement} is empty for one that no consumer sent. */
    record Message(
            String consumer,
            long sequence,
            byte[] acknowledgement,
            int qos,
            @Nullable String messageId) {
        /**
         * Tells the message from all others, over restarts too. Where a publisher's release was cut short it goes into its stream again, under another
         * sequence, but the same id.
         */
        String id() {
            return consumer + '/' + (messageId == null ? String.valueOf(sequence) : messageId);
        }
    }

    /** What a release is of: its id, and how it is acknowledged; both empty where nobody knows. */
    record Had(String id, byte[] acknowledgement) {
        static final Had NOBODY_KNOWS = new Had("", new byte[0]);

        static Had of(Message message) {
            return new Had(message.id(), message.acknowledgement());
        }

        /** The consumer that the message came from. */
        String consumer() {
            return id.substring(0, Math.max(0, id.indexOf('/')));
        }
    }

    /** A PUBREL that waits for PUBCOMP; {@code acknowledgement} is null until the release has come back from its stream. */
    record Release(Had of, byte @Nullable [] acknowledgement) {}

    /**
     * A message of a consumer is to go out: its identifier, or 0 if it must not go now. It comes again then, or, if {@link #isFinished}, is the
     * client's already.
     */
    int track(Message message, int most) {
        Map<Long, Integer> known = identifiers.computeIfAbsent(message.consumer(), name -> new HashMap<>());
        Integer before = known.get(message.sequence());
        if (before != null) {
            if (released.containsKey(before)) {
                return 0;
            }
            published.put(before, message);
            return before;
        }
        if (published.size() >= most) {
            return 0;
        }
        int identifier = free((int) (Math.floorMod(message.sequence(), (long) IDENTIFIERS)));
        if (identifier > 0) {
            known.put(message.sequence(), identifier);
            published.put(identifier, message);
        }
        return identifier;
    }

    /** Whether the client has had it, since its release is known. */
    boolean isFinished(Message message) {
        return finished.contains(message.id());
    }

    /** A retained message is to go out to a subscription: its identifier, or 0 if there is none left. */
    int trackRetained(String filter, int qos) {
        int identifier = free(lastRetained);
        if (identifier > 0) {
            lastRetained = identifier;
            String consumer = retained(filter);
            identifiers.computeIfAbsent(consumer, name -> new HashMap<>()).put((long) identifier, identifier);
            published.put(identifier, new Message(consumer, identifier, new byte[0], qos, null));
        }
        return identifier;
    }

    private static String retained(String filter) {
        return Names.RETAINED + '/' + filter;
    }

    /** The first free identifier behind {@code last}, 0 if there is none. */
    private int free(int last) {
        int next = last;
        for (int i = 0; i < IDENTIFIERS; i++) {
            next = next >= IDENTIFIERS ? 1 : next + 1;
            if (!published.containsKey(next) && !released.containsKey(next)) {
                return next;
            }
        }
        return 0;
    }

    /** The message with that identifier, or null. */
    @Nullable
    Message published(int identifier) {
        return published.get(identifier);
    }

    /** PUBACK or PUBREC came: the message, or null if none waited for it. */
    @Nullable
    Message acknowledged(int identifier) {
        Message message = published.remove(identifier);
        if (message != null) {
            Map<Long, Integer> known = identifiers.get(message.consumer());
            if (known != null) {
                known.remove(message.sequence(), identifier);
            }
        }
        return message;
    }

    /** A release goes out. */
    void release(int identifier, Had of, byte @Nullable [] acknowledgement) {
        released.put(identifier, new Release(of, acknowledgement));
        finished(of);
    }

    /** The client has had it. */
    void finished(Had of) {
        if (!of.id().isEmpty() && finished.add(of.id()) && finished.size() > FINISHED_MAX) {
            Iterator<String> oldest = finished.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** A release could not be kept: the message waits for PUBREC again. */
    void takeBack(int identifier, Message message) {
        released.remove(identifier);
        finished.remove(message.id());
        published.put(identifier, message);
        identifiers.computeIfAbsent(message.consumer(), name -> new HashMap<>()).put(message.sequence(), identifier);
    }

    /** PUBCOMP came: the release, or null if none waited for it. */
    @Nullable
    Release completed(int identifier) {
        return released.remove(identifier);
    }

    /** Forgets what a consumer sent, and the retained messages that came with the filter. */
    void forget(String consumer, String filter) {
        for (String one : List.of(consumer, retained(filter))) {
            Map<Long, Integer> known = identifiers.remove(one);
            if (known != null) {
                known.values().forEach(published::remove);
            }
        }
    }

    /** The acknowledgement subjects of all messages and releases that a stream waits for. */
    List<byte[]> awaited() {
        List<byte[]> all = new ArrayList<>();
        for (Message one : published.values()) {
            if (one.acknowledgement().length > 0) {
                all.add(one.acknowledgement());
            }
        }
        for (Release one : released.values()) {
            byte[] acknowledgement = one.acknowledgement();
            if (acknowledgement != null) {
                all.add(acknowledgement);
            }
        }
        return all;
    }

    void clear() {
        published.clear();
        identifiers.clear();
        released.clear();
        finished.clear();
        lastRetained = 0;
    }
}
