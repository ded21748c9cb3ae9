// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.objectstore.ObjectStore;
import picocli.CommandLine.Parameters;

/** A command about one store. */
abstract class OneStore extends ConnectedAction {
    @Parameters(index = "0", paramLabel = "BUCKET", description = "The store.")
    private String bucket = "";

    /** Its name. */
    final String bucket() {
        return bucket;
    }

    @Override
    protected final int run(Session session) throws Exception {
        return run(session, session.objectStores().store(bucket));
    }

    /** Does it; the exit code. */
    abstract int run(Session session, ObjectStore store) throws Exception;
}
