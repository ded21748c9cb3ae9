// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.wire.checks.Checks;

/** The rules for buckets, keys and filters (ADR-6, ADR-8). */
final class Names {
    static final String STREAM = "KV_";
    static final String SUBJECT = "$KV.";

    private Names() {}

    /** A bucket's name (ADR-6). */
    static String bucket(String name) {
        return Checks.plainName("bucket", name);
    }

    /** A key as the bucket knows it. */
    static String key(String key) {
        if (!tokens(key, false)) {
            throw new IllegalArgumentException(
                    "key: \"" + key + "\" (expected: tokens of letters, digits, - _ / = with dots between them)");
        }
        return key;
    }

    /** A key with wildcards where wanted. */
    static String filter(String filter) {
        if (!tokens(filter, true)) {
            throw new IllegalArgumentException("filter: \"" + filter
                    + "\" (expected: a key, with * for a token or > for all that follow where wanted)");
        }
        return filter;
    }

    private static boolean tokens(String key, boolean wildcards) {
        int length = key.length();
        boolean empty = true;
        for (int i = 0; i < length; i++) {
            char c = key.charAt(i);
            if (c == '.') {
                if (empty) {
                    return false;
                }
                empty = true;
            } else if (c == '*' || c == '>') {
                boolean alone = empty && (i + 1 == length || (c == '*' && key.charAt(i + 1) == '.'));
                if (!wildcards || !alone) {
                    return false;
                }
                empty = false;
            } else if (letterOrDigit(c) || c == '-' || c == '_' || c == '/' || c == '=') {
                empty = false;
            } else {
                return false;
            }
        }
        return !empty;
    }

    private static boolean letterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
