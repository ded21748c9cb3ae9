// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.stream.SourceKey;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Nats-Stream-Source} of a copied message: {@code <origin> <sequence> <filters> <destinations> <subject> [<identity>]} (SC-23). After a
 * restart it tells how far each source has come. Pure.
 *
 * @param key which source
 * @param sequence the sequence in the origin
 * @param identity which life of the origin, empty where that is not known
 */
record SourceHeader(SourceKey key, long sequence, String identity) {
    private static final int WORDS = 5;

    /** The header's value for a message. */
    static String text(SourceKey key, long sequence, String subject, String identity) {
        String text = key.origin() + " " + sequence + " " + key.filters() + " " + key.destinations() + " " + subject;
        return identity.isEmpty() ? text : text + " " + identity;
    }

    /** Reads a value; null if it is of an older form, which tells no source apart, or none at all. */
    static @Nullable SourceHeader read(String text) {
        String[] words = split(text);
        if (words.length < WORDS) {
            return null;
        }
        long sequence = number(words[1]);
        if (sequence <= 0) {
            return null;
        }
        SourceKey key = new SourceKey(words[0], words[2], words[3]);
        return new SourceHeader(key, sequence, words.length > WORDS ? words[WORDS] : "");
    }

    private static String[] split(String text) {
        int words = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ' ') {
                words++;
            }
        }
        String[] all = new String[words];
        int from = 0;
        for (int i = 0; i < words; i++) {
            int to = text.indexOf(' ', from);
            all[i] = to < 0 ? text.substring(from) : text.substring(from, to);
            from = to + 1;
        }
        return all;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
