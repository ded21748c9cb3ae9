// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import io.natskit.wire.json.JsonException;

/** What must hold of CONNECT for any bytes at all; the profile "fuzz" looks for bytes that break it. */
public final class ConnectTarget {
    private ConnectTarget() {}

    /** Options or a refusal, the same wherever the bytes lie; what prints shows no secret; saying it twice changes nothing more. */
    public static void check(byte[] input) {
        ConnectOptions said = read(ConnectOptions.DEFAULT, input, 0);
        byte[] moved = new byte[input.length + 5];
        System.arraycopy(input, 0, moved, 5, input.length);
        ConnectOptions elsewhere = read(ConnectOptions.DEFAULT, moved, 5);
        if (said == null || elsewhere == null) {
            require(said == elsewhere, "refused at one place only");
            return;
        }
        require(said.toString().equals(elsewhere.toString()), "said otherwise elsewhere: " + elsewhere);
        ConnectOptions again = read(said, input, 0);
        require(again != null && again.toString().equals(said.toString()), "another meaning the second time: " + again);
        require(said.toString().equals(open(said)), "more is printed than what everybody may read: " + said);
    }

    /** What everybody may read of it, and nothing else. */
    private static String open(ConnectOptions said) {
        return "ConnectOptions[name=" + said.name() + ", lang=" + said.lang() + ", version=" + said.version()
                + ", protocol=" + said.protocol() + "]";
    }

    private static @org.jspecify.annotations.Nullable ConnectOptions read(
            ConnectOptions before, byte[] bytes, int offset) {
        try {
            return before.with(bytes, offset, bytes.length - offset);
        } catch (JsonException refused) {
            return null;
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError(problem);
        }
    }
}
