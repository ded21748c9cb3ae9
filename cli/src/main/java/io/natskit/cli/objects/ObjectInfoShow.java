// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.connect.Session;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectNotFoundException;
import io.natskit.objectstore.ObjectStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code natskit object info}. */
@Command(
        name = "info",
        aliases = {"show", "i"},
        description = "Shows a store, or one of its objects.")
public final class ObjectInfoShow extends OneStore {
    @Parameters(index = "1", paramLabel = "OBJECT", arity = "0..1", description = "The object.")
    private @Nullable String name;

    /** For picocli. */
    public ObjectInfoShow() {}

    @Override
    int run(Session session, ObjectStore store) {
        String object = name;
        if (object == null) {
            ObjectView.print(terminal(), json(), store.status());
        } else {
            ObjectInfo found = store.info(object).orElseThrow(() -> new ObjectNotFoundException(bucket(), object));
            ObjectView.print(terminal(), json(), found);
        }
        return 0;
    }
}
