// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

/** A command that is nothing without one of its subcommands: it shows them. */
public abstract class Group extends Action {
    /** For subclasses. */
    protected Group() {}

    @Override
    protected final int run() {
        spec().commandLine().usage(terminal().err());
        return exitCode();
    }

    /** The exit code of the group alone. */
    protected int exitCode() {
        return Failure.EXIT;
    }
}
