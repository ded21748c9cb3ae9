// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.connect.Session;

/** What one client of a measurement does: begins and ends its worker's time, and counts in between. */
@FunctionalInterface
interface Load {
    void run(Session session, Worker worker) throws Exception;
}
