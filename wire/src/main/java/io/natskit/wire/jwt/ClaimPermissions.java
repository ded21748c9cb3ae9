// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be published and subscribed; an empty list of what is allowed allows everything.
 *
 * @param publishAllow subjects that may be published to
 * @param publishDeny those that may not
 * @param subscribeAllow subjects, or {@code "subject queue"}, that may be subscribed to
 * @param subscribeDeny those that may not
 * @param responses whether requests may be answered whatever else is allowed; null for no
 */
public record ClaimPermissions(
        List<String> publishAllow,
        List<String> publishDeny,
        List<String> subscribeAllow,
        List<String> subscribeDeny,
        @Nullable ResponsePermission responses) {
    /** Everything. */
    public static final ClaimPermissions ALL = new ClaimPermissions(List.of(), List.of(), List.of(), List.of(), null);

    /** Copies the lists. */
    public ClaimPermissions {
        publishAllow = List.copyOf(publishAllow);
        publishDeny = List.copyOf(publishDeny);
        subscribeAllow = List.copyOf(subscribeAllow);
        subscribeDeny = List.copyOf(subscribeDeny);
    }

    /** Whether nothing is said. */
    public boolean isEmpty() {
        return publishAllow.isEmpty()
                && publishDeny.isEmpty()
                && subscribeAllow.isEmpty()
                && subscribeDeny.isEmpty()
                && responses == null;
    }

    /** The same with other rules for publishing. */
    public ClaimPermissions publish(List<String> allow, List<String> deny) {
        return new ClaimPermissions(allow, deny, subscribeAllow, subscribeDeny, responses);
    }

    /** The same with other rules for subscribing. */
    public ClaimPermissions subscribe(List<String> allow, List<String> deny) {
        return new ClaimPermissions(publishAllow, publishDeny, allow, deny, responses);
    }

    /** The same with another rule for answers. */
    public ClaimPermissions responses(@Nullable ResponsePermission rule) {
        return new ClaimPermissions(publishAllow, publishDeny, subscribeAllow, subscribeDeny, rule);
    }

    /** As it was before the field at hand; null if that is none of these. */
    @Nullable
    ClaimPermissions withField(StructReader in) {
        return switch (in.name()) {
            case "pub" -> withRules(in, true);
            case "sub" -> withRules(in, false);
            case "resp" -> responses(ResponsePermission.read(in));
            default -> null;
        };
    }

    private ClaimPermissions withRules(StructReader in, boolean publish) {
        List<String> allow = publish ? publishAllow : subscribeAllow;
        List<String> deny = publish ? publishDeny : subscribeDeny;
        if (in.enter("jwt.Permission")) {
            while (in.next()) {
                switch (in.name()) {
                    case "allow" -> allow = in.strings(allow);
                    case "deny" -> deny = in.strings(deny);
                    default -> in.unknown();
                }
            }
        }
        return publish ? publish(allow, deny) : subscribe(allow, deny);
    }

    static ClaimPermissions read(StructReader in) {
        ClaimPermissions read = ALL;
        if (in.enter("jwt.Permissions")) {
            while (in.next()) {
                ClaimPermissions next = read.withField(in);
                if (next == null) {
                    in.unknown();
                } else {
                    read = next;
                }
            }
        }
        return read;
    }

    void writeFields(JsonWriter out) {
        out.begin("pub")
                .stringsIfPresent("allow", publishAllow)
                .stringsIfPresent("deny", publishDeny)
                .end();
        out.begin("sub")
                .stringsIfPresent("allow", subscribeAllow)
                .stringsIfPresent("deny", subscribeDeny)
                .end();
        if (responses != null) {
            responses.write("resp", out);
        }
    }
}
