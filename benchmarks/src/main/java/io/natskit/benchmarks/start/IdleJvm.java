// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.start;

import java.util.concurrent.locks.LockSupport;

/** Says that it is there and then waits to be ended: what the JVM itself costs in memory. */
public final class IdleJvm {
    private IdleJvm() {}

    /** Waits forever. */
    public static void main(String[] arguments) {
        System.err.println("Listening for client connections on nothing:0");
        while (true) {
            LockSupport.park();
        }
    }
}
