// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.util.Arrays;

/** What must hold of the PROXY header for any bytes at all; the profile "fuzz" looks for bytes that break it. */
public final class ProxyHeaderTarget {
    private static final int WAITS_MAX = 16 + 0xffff;

    private ProxyHeaderTarget() {}

    /** A verdict, once reached, holds whatever follows; until then more is waited for, but not for ever; what is taken is there. */
    public static void check(byte[] input) {
        ProxyHeader whole = ProxyHeader.read(input, 0, input.length);
        boolean decided = false;
        for (int end = 0; end <= input.length; end++) {
            ProxyHeader part = ProxyHeader.read(input, 0, end);
            if (part.state() == ProxyHeader.State.INCOMPLETE) {
                require(!decided, "undecided again after " + end + " bytes", part);
                require(end < WAITS_MAX, "waits for more after " + end + " bytes", part);
                continue;
            }
            decided = true;
            require(part.equals(whole), "another verdict after " + end + " bytes than " + whole, part);
            require(part.length() <= end, "takes more than the " + end + " bytes that are there", part);
            if (part.host() != null) {
                require(part.port() >= 0 && part.port() <= 0xffff, "no port", part);
            }
        }
        byte[] moved = new byte[input.length + 3];
        Arrays.fill(moved, (byte) 'P');
        System.arraycopy(input, 0, moved, 3, input.length);
        ProxyHeader elsewhere = ProxyHeader.read(moved, 3, moved.length);
        require(elsewhere.equals(whole), "another verdict elsewhere than " + whole, elsewhere);
    }

    private static void require(boolean holds, String problem, ProxyHeader found) {
        if (!holds) {
            throw new AssertionError(problem + ": " + found);
        }
    }
}
