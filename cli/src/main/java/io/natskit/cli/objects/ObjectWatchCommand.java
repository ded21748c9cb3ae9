// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.action.Showing;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.Options;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectWatch;
import io.natskit.objectstore.ObjectWatchSpec;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit object watch}. */
@Command(name = "watch", description = "Shows what changes in a store, until it is ended.")
public final class ObjectWatchCommand extends OneStore {
    @Option(names = "--updates", description = "Only what changes from now on.")
    private boolean updates;

    @Option(names = "--count", description = "Ends after so many changes.")
    private long count;

    /** For picocli. */
    public ObjectWatchCommand() {}

    @Override
    protected void prepare(Options.Builder options) {
        watch(options);
    }

    @Override
    int run(Session session, ObjectStore store) throws InterruptedException, ExecutionException {
        Showing showing = new Showing(count);
        try (ObjectWatch watch = store.watch(spec -> describe(spec), object -> showing.next(() -> show(object)))) {
            showing.await(watch.ended(), "the watch of store " + bucket());
        }
        return 0;
    }

    private void describe(ObjectWatchSpec spec) {
        if (updates) {
            spec.updatesOnly();
        }
    }

    private void show(ObjectInfo object) {
        if (json()) {
            JsonText.printLine(terminal(), ObjectView.json(object));
        } else {
            terminal()
                    .line("[" + Figures.time(object.modified()) + "] " + (object.deleted() ? "DEL " : "PUT ") + bucket()
                            + " > " + object.name() + (object.deleted() ? "" : ": " + Figures.bytes(object.size())));
        }
    }
}
