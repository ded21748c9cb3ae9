// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.start;

import io.natskit.server.NatsServer;
import java.util.Arrays;
import java.util.Locale;

/** Starts and closes embedded servers in one JVM and says what a start takes once the JVM is warm. */
public final class EmbeddedStart {
    private static final int WARM_UP = 20;

    private EmbeddedStart() {}

    /** Prints the median and the longest of the starts, in milliseconds, as {@code ok ms=… maxms=…}; argument: how many. */
    public static void main(String[] arguments) {
        int starts = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        for (int i = 0; i < WARM_UP; i++) {
            start();
        }
        double[] millis = new double[starts];
        for (int i = 0; i < starts; i++) {
            millis[i] = start();
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "ok ms=%.3f maxms=%.3f%n", millis[starts / 2], millis[starts - 1]);
    }

    private static double start() {
        long before = System.nanoTime();
        NatsServer server = NatsServer.builder().start();
        double millis = (System.nanoTime() - before) / 1e6;
        server.close();
        return millis;
    }
}
