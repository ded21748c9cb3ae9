// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import io.natskit.cli.action.Failure;
import io.natskit.cli.action.Surroundings;
import io.natskit.cli.bench.BenchGroup;
import io.natskit.cli.buckets.KvGroup;
import io.natskit.cli.checks.CheckGroup;
import io.natskit.cli.connect.ConnectionOptions;
import io.natskit.cli.consumers.ConsumerGroupCommand;
import io.natskit.cli.contexts.ContextGroup;
import io.natskit.cli.events.Events;
import io.natskit.cli.explain.AuthGroup;
import io.natskit.cli.explain.Completion;
import io.natskit.cli.explain.Errors;
import io.natskit.cli.explain.Trace;
import io.natskit.cli.messaging.Publish;
import io.natskit.cli.messaging.Reply;
import io.natskit.cli.messaging.Request;
import io.natskit.cli.messaging.Subscribe;
import io.natskit.cli.objects.ObjectGroup;
import io.natskit.cli.services.ServiceGroup;
import io.natskit.cli.streams.BackupGroup;
import io.natskit.cli.streams.Restore;
import io.natskit.cli.streams.StreamGroup;
import io.natskit.cli.system.AccountGroup;
import io.natskit.cli.system.ServerGroup;
import io.natskit.cli.system.Top;
import io.natskit.cli.terminal.Terminal;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands, and the options that they share. */
@Command(
        name = "natskit",
        versionProvider = Version.class,
        description = "NATS from the command line: messages, streams, buckets, services, measurements, and a server.",
        subcommands = {
            AccountGroup.class,
            AuthGroup.class,
            BackupGroup.class,
            BenchGroup.class,
            CheckGroup.class,
            Completion.class,
            ConsumerGroupCommand.class,
            ContextGroup.class,
            Errors.class,
            Events.class,
            KvGroup.class,
            ObjectGroup.class,
            Publish.class,
            Reply.class,
            Request.class,
            Restore.class,
            ServerGroup.class,
            ServiceGroup.class,
            StreamGroup.class,
            Subscribe.class,
            Top.class,
            Trace.class
        })
public final class Natskit implements Callable<Integer>, Surroundings {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = {"-j", "--json"},
            scope = ScopeType.INHERIT,
            description = "Results as JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    private final Terminal screen;

    /** A root before this terminal. */
    Natskit(Terminal screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Objects.requireNonNull(spec).commandLine().usage(screen.err());
        return Failure.EXIT;
    }

    @Override
    public Terminal terminal() {
        return screen;
    }

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public boolean json() {
        return json;
    }
}
