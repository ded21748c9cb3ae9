// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.ByteCount;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all measurements are told. */
final class BenchOptions {
    @Option(
            names = "--clients",
            defaultValue = "1",
            description = "How many clients, each with a connection; 1 by default.")
    int clients = 1;

    @Option(
            names = "--msgs",
            defaultValue = "100000",
            description = "How many messages, all clients together; 100000 by default.")
    long messages = 100_000;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "128B",
            description = "How large each is; 128B by default.")
    ByteCount size = new ByteCount(128);

    @Option(
            names = "--progress",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Draws a bar, on by default.")
    boolean progress = true;

    @Option(
            names = "--warm-up",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Works for some seconds on a server of its own before it measures, on by default.")
    boolean warmUp = true;

    @Option(names = "--csv", paramLabel = "FILE", description = "Writes a line for each client to a file.")
    @Nullable
    Path csv;

    /** A payload of that size. */
    byte[] payload() {
        byte[] payload = new byte[size.asInt()];
        Arrays.fill(payload, (byte) 'x');
        return payload;
    }

    /** How many messages the client with this number, from 0 on, deals with. */
    long share(int client) {
        return messages / clients + (client < messages % clients ? 1 : 0);
    }

    void check() {
        if (clients < 1 || messages < clients) {
            throw new IllegalArgumentException("--clients " + clients + " --msgs " + messages
                    + " (expected: at least a client, and a message for each)");
        }
        if (size.bytes() < 0) {
            throw new IllegalArgumentException("--size: " + size.bytes() + " (expected: 0 or more)");
        }
    }
}
