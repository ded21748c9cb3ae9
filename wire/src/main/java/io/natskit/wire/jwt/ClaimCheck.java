// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with claims, and holds the rules that several types share. Confined to one thread. */
final class ClaimCheck {
    private static final int INFO_MAX = 8 * 1024;

    private final List<ClaimIssue> issues;

    ClaimCheck(List<ClaimIssue> issues) {
        this.issues = issues;
    }

    void error(String text) {
        issues.add(new ClaimIssue(text, ClaimIssue.Kind.ERROR));
    }

    void warning(String text) {
        issues.add(new ClaimIssue(text, ClaimIssue.Kind.WARNING));
    }

    void key(String key, NKeyKind kind, String problem) {
        if (!NKey.isPublicKey(key, kind)) {
            error(problem);
        }
    }

    void subject(String subject) {
        if (subject.isEmpty()) {
            error("subject cannot be empty");
            return;
        }
        if (subject.indexOf(' ') >= 0) {
            error("subject \"" + Words.shown(subject) + "\" cannot have spaces");
        }
        if (subject.charAt(0) == '.' || subject.charAt(subject.length() - 1) == '.') {
            error("subject \"" + Words.shown(subject) + "\" cannot start or end with a `.`");
        }
        if (subject.contains("..")) {
            error("subject \"" + Words.shown(subject) + "\" cannot contain consecutive `.`");
        }
    }

    void permissions(ClaimPermissions permissions) {
        permissions.subscribeAllow().forEach(entry -> permission(entry, true));
        permissions.subscribeDeny().forEach(entry -> permission(entry, true));
        permissions.publishAllow().forEach(entry -> permission(entry, false));
        permissions.publishDeny().forEach(entry -> permission(entry, false));
    }

    private void permission(String entry, boolean withQueue) {
        List<String> parts = split(entry, ' ');
        if (parts.size() > 2) {
            error("Permission Subject \"" + Words.shown(entry) + "\" contains too many spaces");
            return;
        }
        parts.forEach(this::subject);
        if (parts.size() == 2 && !withQueue) {
            error("Permission Subject \"" + Words.shown(entry) + "\" is not allowed to contain queue");
        }
    }

    void rules(UserRules rules) {
        permissions(rules.permissions());
        for (String network : rules.sourceNetworks()) {
            if (!Network.isNetwork(network)) {
                error("invalid cidr \"" + Words.shown(network) + "\" in user src limits");
            }
        }
        for (TimeRange range : rules.times()) {
            time("start", range.start());
            time("end", range.end());
        }
        if (!rules.timesLocation().isEmpty()) {
            try {
                ZoneId.of(rules.timesLocation());
            } catch (DateTimeException e) {
                error("could not parse iana time zone by name: " + Words.shown(rules.timesLocation()));
            }
        }
    }

    private void time(String which, String text) {
        if (text.isEmpty()) {
            error("time ranges " + which + " must contain " + (which.equals("end") ? "an end" : "a start"));
        } else if (!TimeRange.isTime(text)) {
            error(which + " in time range is invalid \"" + Words.shown(text) + "\"");
        }
    }

    void info(String description, String url) {
        if (description.length() > INFO_MAX) {
            error("Description is too long");
        }
        if (url.isEmpty()) {
            return;
        }
        if (url.length() > INFO_MAX) {
            error("Info URL is too long");
        }
        try {
            URI parsed = new URI(url);
            if (parsed.getHost() == null || parsed.getScheme() == null) {
                error("error parsing info url: no hostname or scheme");
            }
        } catch (URISyntaxException e) {
            error("error parsing info url: " + e.getReason());
        }
    }

    /** Whether every subject of {@code inner} is one of {@code outer}, token by token, as the NATS tools compare. */
    static boolean isContained(String inner, String outer) {
        List<String> mine = split(inner, '.');
        List<String> other = split(outer, '.');
        boolean open = other.get(other.size() - 1).equals(">");
        if (mine.size() < other.size() || (mine.size() > other.size() && !open)) {
            return false;
        }
        for (int i = 0; i < other.size(); i++) {
            String token = other.get(i);
            if (i == other.size() - 1 && open) {
                return true;
            }
            if (!token.equals(mine.get(i)) && !token.equals("*")) {
                return false;
            }
        }
        return true;
    }

    static boolean hasWildcards(String subject) {
        List<String> tokens = split(subject, '.');
        return tokens.contains("*") || tokens.get(tokens.size() - 1).equals(">");
    }

    /** The parts between separators, empty ones too. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf(separator); to >= 0; to = text.indexOf(separator, from)) {
            parts.add(text.substring(from, to));
            from = to + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }
}
