// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.action.Action;
import io.natskit.cli.action.Failure;
import io.natskit.cli.terminal.JsonText;
import io.natskit.server.AccessRules;
import io.natskit.server.ClaimRules;
import io.natskit.server.config.ConfigFile;
import io.natskit.wire.json.JsonWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit auth explain}. */
@Command(
        name = "explain",
        description = {
            "Tells which rule lets a user publish or subscribe, or refuses it; exit code 1 for a refusal.",
            "",
            "A user of a configuration goes by its name; one of an operator by its JWT (--creds, --jwt), beside which those of its account and "
                    + "operator are in the configuration or in files. Without an action it is told what the JWT grants.",
            "",
            "natskit auth explain -c server.conf --user ada publish orders.new",
            "natskit auth explain -c server.conf --creds ada.creds subscribe 'orders.>'",
            "natskit auth explain --account-jwt app.jwt --operator-jwt op.jwt --creds ada.creds"
        })
public final class AuthExplain extends Action {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The server's configuration.")
    private @Nullable Path file;

    @Mixin
    private ClaimSources claims = new ClaimSources();

    @Option(names = "--queue", paramLabel = "GROUP", description = "Subscribes as a member of a queue group.")
    private @Nullable String queue;

    @Parameters(index = "0", paramLabel = "ACTION", arity = "0..1", description = "publish or subscribe; pub or sub.")
    private @Nullable String action;

    @Parameters(index = "1", paramLabel = "SUBJECT", arity = "0..1", description = "The subject.")
    private String subject = "";

    /** For picocli. */
    public AuthExplain() {}

    @Override
    protected int run() {
        Optional<String> user = connection().user();
        Optional<String> jwt =
                user.isPresent() ? Optional.empty() : connection().userJwt(terminal());
        if (action != null && subject.isEmpty()) {
            throw new Failure("no subject", "natskit auth explain … " + action + " SUBJECT");
        }
        return jwt.isPresent() ? ofClaims(jwt.get()) : ofConfiguration(user);
    }

    private int ofClaims(String jwt) {
        ClaimRules.User user = claims.rules(file).user(jwt);
        ClaimView view = new ClaimView(user, Instant.now());
        if (action == null) {
            if (json()) {
                JsonText.print(terminal(), JsonText.object(view::write));
            } else {
                view.facts().print(terminal());
            }
            return user.refusal().isEmpty() ? 0 : Failure.EXIT;
        }
        AccessRules.Decision decision = publishes(action) ? user.publish(subject) : user.subscribe(subject, queue);
        return tell(view.user(), view.account(), decision, publishes(action), view);
    }

    private int ofConfiguration(Optional<String> name) {
        if (file == null) {
            throw new Failure("no configuration", "say --config, with --user; or --creds, with --account-jwt");
        }
        AccessRules rules = AccessRules.of(ConfigFile.read(file).options());
        String user = name.orElseThrow(
                () -> new Failure("no user", "say --user, with one of: " + String.join(", ", rules.users())));
        String asked = action;
        if (asked == null) {
            throw new Failure("no action", "natskit auth explain … publish SUBJECT, or subscribe SUBJECT");
        }
        AccessRules.Decision decision = (publishes(asked)
                        ? rules.publish(user, subject)
                        : rules.subscribe(user, subject, queue))
                .orElseThrow(() -> new Failure(
                        "the configuration has no user \"" + user + "\"",
                        "it has: " + String.join(", ", rules.users())));
        return tell(user, decision.account(), decision, publishes(asked), null);
    }

    private int tell(
            String user, String account, AccessRules.Decision decision, boolean publishes, @Nullable ClaimView view) {
        if (json()) {
            JsonText.print(terminal(), JsonText.object(out -> {
                write(out, user, account, decision, publishes);
                if (view != null) {
                    out.begin("claims");
                    view.write(out);
                    out.end();
                }
            }));
        } else {
            terminal()
                    .line((decision.allowed() ? "allowed: " : "refused: ") + user + " in account " + account + " "
                            + (publishes ? "publishes to " : "subscribes to ") + subject
                            + (queue == null ? "" : " in group " + queue));
            terminal().line("  because " + decision.reason());
            decision.withheld()
                    .forEach(rule ->
                            terminal().line("  but nothing is delivered that subscribe.deny \"" + rule + "\" covers"));
            if (view != null) {
                view.notes().forEach(note -> terminal().line("  " + note));
            }
        }
        return decision.allowed() ? 0 : Failure.EXIT;
    }

    private static boolean publishes(String action) {
        return switch (action) {
            case "publish", "pub" -> true;
            case "subscribe", "sub" -> false;
            default -> throw new IllegalArgumentException("\"" + action + "\" (expected: publish or subscribe)");
        };
    }

    private void write(JsonWriter out, String user, String account, AccessRules.Decision decision, boolean publishes) {
        out.field("allowed", decision.allowed())
                .field("user", user)
                .field("account", account)
                .field("action", publishes ? "publish" : "subscribe")
                .field("subject", subject)
                .field("reason", decision.reason())
                .stringsIfPresent("withheld", decision.withheld());
    }
}
