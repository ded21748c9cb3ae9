// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.start;

/** Prints one line and ends: what the JVM itself costs at the start. */
public final class OneLine {
    private OneLine() {}

    /** Prints. */
    public static void main(String[] arguments) {
        System.out.println("started");
    }
}
