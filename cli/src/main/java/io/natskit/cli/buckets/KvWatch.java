// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.Given;
import io.natskit.cli.action.Showing;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.Options;
import io.natskit.kv.Bucket;
import io.natskit.kv.Entry;
import io.natskit.kv.Operation;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.WatchSpec;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code natskit kv watch}. */
@Command(name = "watch", description = "Shows what changes in a bucket, until it is ended.")
public final class KvWatch extends OneBucket {
    @Parameters(
            index = "1",
            paramLabel = "KEY",
            arity = "0..1",
            defaultValue = ">",
            description = "Which keys, all by default.")
    private String key = ">";

    @Option(names = "--history", description = "With older values.")
    private boolean history;

    @Option(names = "--updates", description = "Only what changes from now on.")
    private boolean updates;

    @Option(
            names = "--deletes",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "With deletes, on by default.")
    private boolean deletes = true;

    @Option(names = "--revision", description = "From this revision on.")
    private @Nullable Long revision;

    @Option(names = "--count", description = "Ends after so many changes.")
    private long count;

    /** For picocli. */
    public KvWatch() {}

    @Override
    protected void prepare(Options.Builder options) {
        watch(options);
    }

    @Override
    int run(Session session, Bucket<String, byte[]> bucket) throws InterruptedException, ExecutionException {
        Showing showing = new Showing(count);
        try (Watch watch = bucket.watch(this::describe, event -> {
            if (event instanceof WatchEvent.Changed<String, byte[]> changed) {
                showing.next(() -> show(changed.entry()));
            }
        })) {
            showing.await(watch.ended(), "the watch of bucket " + bucket());
        }
        return 0;
    }

    private void describe(WatchSpec spec) {
        spec.keys(key);
        if (history) {
            spec.history();
        }
        if (updates) {
            spec.updatesOnly();
        }
        if (!deletes) {
            spec.ignoreDeletes();
        }
        Given.set(revision, spec::fromRevision);
    }

    private void show(Entry<String, byte[]> entry) {
        if (json()) {
            JsonText.printLine(terminal(), BucketView.json(entry));
        } else {
            String what = entry.operation() == Operation.DELETE
                    ? "DEL"
                    : entry.operation().name();
            String line = "[" + Figures.time(entry.time()) + "] " + what + " " + bucket() + " > " + entry.key();
            terminal().line(entry.isPresent() ? line + ": " + BucketView.text(entry) : line);
        }
    }
}
