// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Random bytes from the operating system. Reads {@code /dev/urandom} where there is one, since the first {@link SecureRandom} of a JVM
 * loads the security providers, which would be a large part of the server's start-up; elsewhere it is a {@link SecureRandom}.
 */
public final class RandomBytes {
    private RandomBytes() {}

    /** Returns {@code count} bytes fit for secrets. May block for the time of a small file read. */
    public static byte[] next(int count) {
        byte[] bytes = new byte[count];
        // try-with-resources on the raw stream: a buffered one would draw 8 KiB to give 16 bytes
        try (DataInputStream in = new DataInputStream(new FileInputStream("/dev/urandom"))) {
            in.readFully(bytes);
        } catch (IOException e) {
            new SecureRandom().nextBytes(bytes);
        }
        return bytes;
    }
}
