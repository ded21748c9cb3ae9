// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.connect.Session;
import io.natskit.objectstore.ObjectStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit object rm}. */
@Command(
        name = "rm",
        aliases = {"del", "delete"},
        description = "Deletes an object, or a store where none is named.")
public final class ObjectRemove extends OneStore {
    @Parameters(index = "1", paramLabel = "OBJECT", arity = "0..1", description = "The object.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--force"},
            description = "Without asking.")
    private boolean force;

    /** For picocli. */
    public ObjectRemove() {}

    @Override
    int run(Session session, ObjectStore store) {
        if (name == null) {
            confirm(force, "Really delete object store " + bucket() + "?");
            session.objectStores().deleteStore(bucket());
        } else {
            confirm(force, "Really delete " + bucket() + " > " + name + "?");
            store.delete(name);
        }
        return 0;
    }
}
