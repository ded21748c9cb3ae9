// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import io.natskit.cli.action.Action;
import io.natskit.cli.action.Remedies;
import io.natskit.cli.connect.Session;
import java.io.IOException;
import picocli.CommandLine.ParentCommand;

/** A check. What it cannot find out is critical; never does it end in another way than by a result. */
abstract class Check extends Action {
    @ParentCommand
    private CheckGroup group = new CheckGroup();

    /** What is checked, under which name. */
    abstract CheckResult begin();

    /** Checks it. */
    abstract void check(Session session, CheckResult result);

    @Override
    protected final int run() throws IOException {
        CheckResult result = begin();
        try (Session session = connection().open(terminal())) {
            check(session, result);
        } catch (RuntimeException e) {
            result.critical(Remedies.message(e));
        }
        group.print(terminal(), json(), result);
        return result.status().ordinal();
    }
}
