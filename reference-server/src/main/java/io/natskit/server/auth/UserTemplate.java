// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the template of a scoped signing key (AU-08): {@code {{name()}}}, {@code {{subject()}}}, {@code {{account-name()}}}, {@code
 * {{account-subject()}}}, {@code {{tag(x)}}} and {@code {{account-tag(x)}}}. Tags with several values give each combination. Confined to one
 * thread.
 */
final class UserTemplate {
    private static final int SUBJECTS_MAX = 4096;
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final UserClaims user;
    private final AccountClaims account;

    UserTemplate(UserClaims user, AccountClaims account) {
        this.user = user;
        this.account = account;
    }

    /** The rules for this user. Throws {@link IllegalArgumentException} where the template makes no sense of it. */
    UserRules fill(UserRules template) {
        ClaimPermissions given = template.permissions();
        List<String> subscribe = filled(given.subscribeAllow(), false);
        List<String> subscribeDeny = new ArrayList<>(filled(given.subscribeDeny(), true));
        List<String> publish = filled(given.publishAllow(), false);
        List<String> publishDeny = new ArrayList<>(filled(given.publishDeny(), true));
        // what was allowed has come to nothing, which must not allow everything
        if (subscribe.isEmpty() && !given.subscribeAllow().isEmpty()) {
            subscribeDeny.add(">");
        }
        if (publish.isEmpty() && !given.publishAllow().isEmpty()) {
            publishDeny.add(">");
        }
        return template.toBuilder()
                .permissions(given.publish(publish, publishDeny).subscribe(subscribe, subscribeDeny))
                .build();
    }

    private record Place(String text, List<String> values) {}

    private List<String> filled(List<String> entries, boolean strict) {
        if (entries.stream().noneMatch(entry -> place(entry, 0) != null)) {
            return entries;
        }
        List<String> filled = new ArrayList<>();
        for (String entry : entries) {
            List<Place> places = places(entry, strict);
            List<String> subjects = List.of(entry);
            for (Place place : places) {
                subjects = combined(subjects, place, SUBJECTS_MAX - filled.size());
            }
            for (String subject : subjects) {
                if (Subjects.isValid(subject) && subject.indexOf(' ') < 0) {
                    filled.add(subject);
                } else if (strict) {
                    throw new IllegalArgumentException("generated invalid subject");
                }
            }
        }
        return filled;
    }

    private static List<String> combined(List<String> subjects, Place place, int room) {
        if (place.values.size() > room / Math.max(1, subjects.size())) {
            throw new IllegalArgumentException("template expansion exceeds limit: " + SUBJECTS_MAX);
        }
        List<String> combined = new ArrayList<>(subjects.size() * place.values.size());
        for (String subject : subjects) {
            for (String value : place.values) {
                combined.add(subject.replace(place.text, value));
            }
        }
        return combined;
    }

    private List<Place> places(String entry, boolean strict) {
        List<Place> places = new ArrayList<>();
        int at = 0;
        for (int[] found = place(entry, at); found != null; found = place(entry, at)) {
            String text = entry.substring(found[0], found[1]);
            places.add(place(text, strict));
            at = found[1];
        }
        return places;
    }

    /** Where the next place begins and ends, or null: two braces, something without a closing brace, two braces. */
    private static int @Nullable [] place(String entry, int from) {
        int open = entry.indexOf(OPEN, from);
        while (open >= 0) {
            int close = entry.indexOf('}', open + OPEN.length());
            if (close > open + OPEN.length() && entry.startsWith(CLOSE, close)) {
                return new int[] {open, close + CLOSE.length()};
            }
            open = entry.indexOf(OPEN, open + 1);
        }
        return null;
    }

    private Place place(String text, boolean strict) {
        String operation =
                text.substring(OPEN.length(), text.length() - CLOSE.length()).strip();
        switch (operation.toLowerCase(Locale.ROOT)) {
            case "name()":
                return new Place(text, List.of(user.name()));
            case "subject()":
                return new Place(text, List.of(user.subject()));
            case "account-name()":
                return new Place(text, List.of(account.name()));
            case "account-subject()":
                return new Place(text, List.of(user.issuerAccount()));
            default:
                return tag(text, operation, strict);
        }
    }

    private Place tag(String text, String operation, boolean strict) {
        String own = argument(operation, "tag(");
        String accounts = own == null ? argument(operation, "account-tag(") : null;
        String name = own != null ? own : accounts;
        if (name == null) {
            throw new IllegalArgumentException("an operation of the template is not defined");
        }
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        List<String> values = new ArrayList<>();
        for (String tag : own != null ? user.tags() : account.tags()) {
            if (tag.startsWith(prefix)) {
                values.add(tag.substring(prefix.length()));
            }
        }
        if (values.isEmpty() && strict) {
            throw new IllegalArgumentException("a tag of the template is not defined");
        }
        return new Place(text, values.isEmpty() ? List.of(" ") : values);
    }

    private static @Nullable String argument(String operation, String name) {
        boolean is = operation.length() > name.length()
                && operation.regionMatches(true, 0, name, 0, name.length())
                && operation.endsWith(")");
        return is ? operation.substring(name.length(), operation.length() - 1) : null;
    }
}
