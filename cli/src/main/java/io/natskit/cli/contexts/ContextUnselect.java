// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.action.Action;
import io.natskit.cli.connect.Contexts;
import picocli.CommandLine.Command;

/** {@code natskit context unselect}. */
@Command(name = "unselect", description = "Has no context selected.")
public final class ContextUnselect extends Action {
    /** For picocli. */
    public ContextUnselect() {}

    @Override
    protected int run() {
        new Contexts(terminal()).unselect();
        return 0;
    }
}
