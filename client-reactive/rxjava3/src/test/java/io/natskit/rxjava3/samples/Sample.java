// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.server.NatsServer;
import java.util.Objects;

/** What all samples share: a server to talk to, a check of the result, an exit code. */
@FunctionalInterface
interface Sample {

    /** Does it on a connection. Throws when the result is wrong. */
    void run(Connection nats) throws Exception;

    /** Runs a sample and ends the program: with 0 when its result was right, with 1 when it was wrong. The first argument is a URL, if there is one. */
    static void main(String[] args, Sample sample) {
        System.exit(execute(args, sample));
    }

    /** Runs a sample, with a server of its own unless {@code args} holds a URL, and returns its exit code. */
    static int execute(String[] args, Sample sample) {
        try {
            if (args.length > 0) {
                connected(args[0], sample);
            } else {
                try (NatsServer server = NatsServer.builder().jetStream().start()) {
                    connected(server.url(), sample);
                }
            }
            System.out.println("OK");
            return 0;
        } catch (Exception | AssertionError e) {
            System.err.println("FAILED: " + e);
            return 1;
        }
    }

    private static void connected(String url, Sample sample) throws Exception {
        try (Connection nats = Nats.connect(url)) {
            sample.run(nats);
        }
    }

    /** Throws unless the two are equal. */
    static void check(String what, Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            throw new AssertionError(what + ": " + found + " (expected: " + expected + ")");
        }
    }
}
