// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

/** A kind of server under judgement. */
public interface Target {
    /** The name in reports: {@code natskit}, {@code nats-server}, … */
    String name();

    /** Whose server it is: {@code natskit} or {@code nats-server}; cases with a deliberate difference ask. */
    String family();

    /** Whether {@link #start} heeds a configuration. If not, only cases without one run. */
    boolean configurable();

    /** Whether it is a process with flags, files and an exit code of its own. */
    boolean isProgram();

    /** Starts one, ready for connections. <code>${store}</code> in the configuration stands for a fresh folder that goes with the server. Flags are
     *  for programs. Fails with {@link IllegalStateException} when it does not get ready.
     */
    RunningServer start(String config, String... flags);
}
