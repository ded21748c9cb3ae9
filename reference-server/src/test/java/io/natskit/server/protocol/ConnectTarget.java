// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import io.natskit.wire.json.JsonException;
import java.util.stream.Stream;

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
        for (String secret : new String[] {said.password(), said.token(), said.signature()}) {
            // short ones may be part of anything else that is printed
            boolean shown =
                    secret != null && secret.length() > 8 && said.toString().contains(secret);
            require(!shown || saysItself(said, secret), "a secret is printed: " + said);
        }
    }

    /** Whether the client has put its secret where everybody may read it. */
    private static boolean saysItself(ConnectOptions said, String secret) {
        return Stream.of(said.user(), said.name(), said.lang(), said.version())
                .anyMatch(open -> open != null && open.contains(secret));
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
