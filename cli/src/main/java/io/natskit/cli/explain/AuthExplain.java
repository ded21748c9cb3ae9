// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import io.natskit.cli.action.Action;
import io.natskit.cli.action.Failure;
import io.natskit.cli.terminal.JsonText;
import io.natskit.server.AccessRules;
import io.natskit.server.config.ConfigFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit auth explain}. */
@Command(
        name = "explain",
        description = {
            "Tells which rule of a configuration lets a user publish or subscribe, or refuses it; exit code 1 for a refusal.",
            "",
            "natskit auth explain -c server.conf --user ada publish orders.new"
        })
public final class AuthExplain extends Action {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The server's configuration.")
    private Path file = Path.of("");

    @Option(names = "--queue", paramLabel = "GROUP", description = "Subscribes as a member of a queue group.")
    private @Nullable String queue;

    @Parameters(index = "0", paramLabel = "ACTION", description = "publish or subscribe; pub or sub.")
    private String action = "";

    @Parameters(index = "1", paramLabel = "SUBJECT", description = "The subject.")
    private String subject = "";

    /** For picocli. */
    public AuthExplain() {}

    @Override
    protected int run() {
        AccessRules rules = AccessRules.of(ConfigFile.read(file).options());
        String user = connection()
                .user()
                .orElseThrow(
                        () -> new Failure("no user", "say --user, with one of: " + String.join(", ", rules.users())));
        AccessRules.Decision decision = decide(rules, user)
                .orElseThrow(() -> new Failure(
                        "the configuration has no user \"" + user + "\"",
                        "it has: " + String.join(", ", rules.users())));
        if (json()) {
            JsonText.print(terminal(), json(user, decision));
        } else {
            terminal()
                    .line((decision.allowed() ? "allowed: " : "refused: ") + user + " in account " + decision.account()
                            + " " + (publishes() ? "publishes to " : "subscribes to ") + subject
                            + (queue == null ? "" : " in group " + queue));
            terminal().line("  because " + decision.reason());
            decision.withheld()
                    .forEach(rule ->
                            terminal().line("  but nothing is delivered that subscribe.deny \"" + rule + "\" covers"));
        }
        return decision.allowed() ? 0 : Failure.EXIT;
    }

    private Optional<AccessRules.Decision> decide(AccessRules rules, String user) {
        return publishes() ? rules.publish(user, subject) : rules.subscribe(user, subject, queue);
    }

    private boolean publishes() {
        return switch (action) {
            case "publish", "pub" -> true;
            case "subscribe", "sub" -> false;
            default -> throw new IllegalArgumentException("\"" + action + "\" (expected: publish or subscribe)");
        };
    }

    private byte[] json(String user, AccessRules.Decision decision) {
        return JsonText.object(out -> out.field("allowed", decision.allowed())
                .field("user", user)
                .field("account", decision.account())
                .field("action", publishes() ? "publish" : "subscribe")
                .field("subject", subject)
                .field("reason", decision.reason())
                .stringsIfPresent("withheld", decision.withheld()));
    }
}
