// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import picocli.CommandLine.Option;

/** How often, and how many times, a command shows its view; mixed into those that show one again and again. */
public final class Refreshing {
    @Option(
            names = {"-d", "--interval"},
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Time between two views; 1 by default.")
    private double interval = 1;

    @Option(
            names = {"-r", "--max-refresh"},
            defaultValue = "-1",
            description = "Ends after so many views.")
    private int views = -1;

    private int shown;

    /** For picocli. */
    public Refreshing() {}

    /** Waits until the next view is due, the first as well as the others; false once as many were shown as were asked for. */
    public boolean next() throws InterruptedException {
        if (views >= 0 && shown >= views) {
            return false;
        }
        shown++;
        Thread.sleep(Math.round(interval * 1000));
        return true;
    }
}
