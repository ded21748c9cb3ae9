// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.connect.Session;
import io.natskit.objectstore.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit object seal}. */
@Command(name = "seal", description = "Makes a store read-only for ever.")
public final class ObjectSeal extends OneStore {
    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public ObjectSeal() {}

    @Override
    int run(Session session, ObjectStore store) {
        confirm(force, "Really seal object store " + bucket() + "? A sealed store cannot be unsealed.");
        store.seal();
        tell(bucket() + " has been sealed", out -> out.field("bucket", bucket()).field("sealed", true));
        return 0;
    }
}
