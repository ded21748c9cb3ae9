// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.jetstream.JetStream;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all samples share: a server to talk to, a check of the result, an exit code. */
@FunctionalInterface
interface Sample {

    /** Does it, against the server at {@code url}. Throws when the result is wrong. */
    void run(String url) throws Exception;

    /** A sample whose point is how its server is set up: it starts one of its own. Throws when the result is wrong. */
    @FunctionalInterface
    interface WithServer {
        void run() throws Exception;
    }

    /** Runs a sample that starts its own server, and ends the program as {@link #main(String[], Sample)} does. */
    static void main(WithServer sample) {
        System.exit(execute(sample));
    }

    /** Runs a sample and ends the program: with 0 when its result was right, with 1 when it was wrong. The first argument is a URL, if there is one. */
    static void main(String[] args, Sample sample) {
        System.exit(execute(args, sample));
    }

    /** Runs a sample, with a server of its own unless {@code args} holds a URL, and returns its exit code. */
    static int execute(String[] args, Sample sample) {
        return execute(() -> {
            if (args.length > 0) {
                sample.run(args[0]);
            } else {
                try (NatsServer server = NatsServer.builder().jetStream().start()) {
                    sample.run(server.url());
                }
            }
        });
    }

    /** Runs a sample that starts its own server, and returns its exit code. */
    static int execute(WithServer sample) {
        try {
            sample.run();
            System.out.println("OK");
            return 0;
        } catch (Exception | AssertionError e) {
            System.err.println("FAILED: " + e);
            return 1;
        }
    }

    /** Throws unless the two are equal. */
    static void check(String what, Object expected, @Nullable Object found) {
        if (!Objects.equals(expected, found)) {
            throw new AssertionError(what + ": " + found + " (expected: " + expected + ")");
        }
    }

    /** Waits until what is found is as expected; throws after 20 s. */
    static void await(String what, Object expected, Supplier<?> found) throws InterruptedException {
        // nobody tells when it is: so it is looked at again and again, without keeping the machine busy
        CountDownLatch never = new CountDownLatch(1);
        for (int look = 0; look < 1000 && !Objects.equals(expected, found.get()); look++) {
            never.await(20, TimeUnit.MILLISECONDS);
        }
        check(what, expected, found.get());
    }

    /** Removes a stream that an earlier run may have left. */
    static void remove(JetStream js, String stream) {
        if (js.findStream(stream).isPresent()) {
            js.deleteStream(stream);
        }
    }

    /** Removes a folder of a sample and what is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
