// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.natskit.peer.load.ClientLoads;
import java.io.IOException;
import java.util.Arrays;

/**
 * The peer's commands.
 *
 * <pre>{@code
 * judge                                        reads operations from standard input, see Script
 * pub     URL SUBJECT PAYLOAD [count=N] [reply=S] [h.KEY=VALUE]…
 * sub     URL SUBJECT [queue=Q] [count=N] [timeout=MS]
 * request URL SUBJECT PAYLOAD [timeout=MS] [h.KEY=VALUE]…
 * reply   URL SUBJECT PREFIX [queue=Q] [count=N] [timeout=MS]
 * drain   URL SUBJECT [count=N]                receives, then drains its connection
 * js-publish | js-pull | js-ordered | js-kv | js-object URL    see JetStreamTasks
 * stores  URL write|read:WRITER,…              see StoreExchange
 * svc-serve | svc-find URL                     see ServiceTasks
 * load    LOAD URL [key=value]…                see ClientLoads
 * loads                                        reads loads from standard input
 * }</pre>
 *
 * <p>Every command but {@code judge}, {@code load} and {@code loads} also takes the connect options of {@link PeerOptions}. Exit code 0 means that
 * the command did what it says, 1 that it failed, 2 that it was not understood.
 */
public final class Main {
    private Main() {}

    /** Runs one command. */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("expected: judge | pub | sub | request | reply | drain | load | loads");
            return 2;
        }
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            switch (arguments[0]) {
                case "judge" -> new Script(System.in, System.out).run();
                case "load" -> System.out.println(ClientLoads.run(new JnatsLoadClient.Connections(), rest));
                case "loads" -> ClientLoads.serve(new JnatsLoadClient.Connections(), System.in, System.out);
                default -> Behaviours.run(arguments[0], rest);
            }
            return 0;
        } catch (IllegalArgumentException unclear) {
            System.err.println(unclear.getMessage());
            return 2;
        } catch (RuntimeException failure) {
            System.err.println(failure);
            return 1;
        }
    }
}
