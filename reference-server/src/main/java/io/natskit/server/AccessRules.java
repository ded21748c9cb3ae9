// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.KnownUsers;
import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.Ruling;
import io.natskit.server.config.ServerOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rule of a configuration allows or refuses a subject to a user, without a server that runs: the verdict is that of the permissions
 * that a server would judge by. Users of claims are for {@link ClaimRules}; callouts and limits are not in a configuration, and not known here. Immutable; any thread.
 *
 * <pre>{@code
 * AccessRules.of(ConfigFile.read(file).options()).publish("ada", "orders.new")
 * }</pre>
 */
public final class AccessRules {
    private final KnownUsers users;

    private AccessRules(KnownUsers users) {
        this.users = users;
    }

    /** The rules of these options. */
    public static AccessRules of(ServerOptions options) {
        return new AccessRules(KnownUsers.of(options));
    }

    /**
     * What was decided.
     *
     * @param allowed whether it is allowed
     * @param account the account of the user
     * @param reason the rule that decides, in words such as {@code publish.deny "orders.secret" covers it}
     * @param withheld rules by which messages are held back from a subscription that is allowed
     */
    public record Decision(boolean allowed, String account, String reason, List<String> withheld) {
        /** Copies the list. */
        public Decision {
            withheld = List.copyOf(withheld);
        }
    }

    /** The names and public keys of the users. */
    public List<String> users() {
        return users.names();
    }

    /** Whether this user may publish to this subject; nothing where there is no such user. */
    public Optional<Decision> publish(String user, String subject) {
        return decide(user, "publish", permissions -> permissions.explainPublish(subject));
    }

    /** Whether this user may subscribe to this subject, as a member of {@code queue} unless that is null; nothing where there is no such user. */
    public Optional<Decision> subscribe(String user, String subject, @Nullable String queue) {
        return decide(user, "subscribe", permissions -> permissions.explainSubscribe(subject, queue));
    }

    private Optional<Decision> decide(String user, String action, Function<Permissions, Ruling> judge) {
        return users.find(user)
                .map(identity -> decision(
                        identity.account(), action, identity.permissions(), judge.apply(identity.permissions())));
    }

    /** What a ruling about {@code action}, {@code publish} or {@code subscribe}, means for whoever has these permissions. */
    static Decision decision(String account, String action, Permissions permissions, Ruling ruling) {
        return new Decision(ruling.allowed(), account, reason(action, permissions, ruling), ruling.withheld());
    }

    private static String reason(String action, Permissions permissions, Ruling ruling) {
        String reason = switch (ruling.cause()) {
            case UNRESTRICTED -> "no permission restricts " + action;
            case ALLOWED -> action + ".allow \"" + ruling.rule() + "\" covers it";
            case NOT_ALLOWED -> "no entry of " + action + ".allow covers it";
            case DENIED -> action + ".deny \"" + ruling.rule() + "\" covers it";
            case INVALID -> "it is no subject or queue group that a rule could cover";
        };
        boolean replies = action.equals("publish") && !ruling.allowed() && permissions.responsesMax() != 0;
        return replies
                ? reason + "; but as a reply to a request that came (allow_responses) it is let through"
                : reason;
    }
}
