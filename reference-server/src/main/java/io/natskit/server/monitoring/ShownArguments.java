// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A command line without its secrets, as it may be shown (CVE-2026-33247). */
final class ShownArguments {
    private static final String HIDDEN = "[REDACTED]";
    private static final Set<String> SECRET = Set.of("user", "pass", "auth");

    private ShownArguments() {}

    /** The words, with the values of flags that log somebody in, and whatever stands before the host of an address, replaced. */
    static List<String> of(List<String> words) {
        List<String> shown = new ArrayList<>();
        boolean secret = false;
        for (String word : words) {
            int equals = word.indexOf('=');
            boolean own = isSecret(equals < 0 ? word : word.substring(0, equals));
            if (secret) {
                shown.add(HIDDEN);
            } else if (own && equals >= 0) {
                shown.add(word.substring(0, equals + 1) + HIDDEN);
            } else {
                shown.add(withoutUsers(word));
            }
            secret = own && equals < 0 && !secret;
        }
        return shown;
    }

    private static boolean isSecret(String flag) {
        return flag.startsWith("--") && SECRET.contains(flag.substring(2))
                || flag.startsWith("-") && SECRET.contains(flag.substring(1));
    }

    /** There may be several addresses in a word, with a comma between. */
    private static String withoutUsers(String word) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int scheme = word.indexOf("://"); scheme >= 0; scheme = word.indexOf("://", from)) {
            int begin = scheme + "://".length();
            int end = begin;
            while (end < word.length() && "/,?#".indexOf(word.charAt(end)) < 0) {
                end++;
            }
            int at = word.lastIndexOf('@', end - 1);
            shown.append(word, from, begin);
            from = at >= begin ? at : begin;
            if (at >= begin) {
                shown.append(HIDDEN);
            }
        }
        return shown.append(word, from, word.length()).toString();
    }
}
