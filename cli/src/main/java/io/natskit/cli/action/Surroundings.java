// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.cli.connect.ConnectionOptions;
import io.natskit.cli.terminal.Terminal;

/** What the root command gives to all others. */
public interface Surroundings {
    /** Where to read and write. */
    Terminal terminal();

    /** Which server to reach. */
    ConnectionOptions connection();

    /** Whether results are to be JSON. */
    boolean json();
}
