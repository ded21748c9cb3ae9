// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.StoreStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit object ls}. */
@Command(
        name = "ls",
        aliases = {"list", "l"},
        description = "Lists the stores, or the objects of one.")
public final class ObjectList extends ConnectedAction {
    @Parameters(paramLabel = "BUCKET", arity = "0..1", description = "The store.")
    private @Nullable String bucket;

    @Option(
            names = {"-n", "--names"},
            description = "Names alone.")
    private boolean names;

    /** For picocli. */
    public ObjectList() {}

    @Override
    protected int run(Session session) {
        if (bucket == null) {
            listStores(session);
        } else {
            listObjects(session.objectStores().store(bucket));
        }
        return 0;
    }

    private void listStores(Session session) {
        List<StoreStatus> all = new ArrayList<>();
        session.objectStores().stores().forEach(all::add);
        if (json()) {
            JsonText.printNames(
                    terminal(), all.stream().map(StoreStatus::bucket).toList());
        } else if (names) {
            all.forEach(status -> terminal().line(status.bucket()));
        } else {
            Table table = Table.of("Object Store Buckets", "Bucket", "Description", "Created", "Size");
            all.forEach(status -> table.row(
                    status.bucket(),
                    status.description(),
                    Figures.time(status.created()),
                    Figures.bytes(status.bytes())));
            table.print(terminal());
        }
    }

    private void listObjects(ObjectStore store) {
        List<ObjectInfo> all = new ArrayList<>();
        store.list().forEach(all::add);
        if (json()) {
            JsonText.print(terminal(), all.stream().map(ObjectView::json).toList());
        } else if (names) {
            all.forEach(object -> terminal().line(object.name()));
        } else {
            Table table = Table.of("Bucket Contents", "Name", "Size", "Time");
            all.forEach(
                    object -> table.row(object.name(), Figures.bytes(object.size()), Figures.time(object.modified())));
            table.print(terminal());
        }
    }
}
