// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ServersOptions.AddressFamily;
import io.natskit.client.ServersOptions.NameLookup;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** In which order the addresses of a name are tried. Pure. */
final class AddressOrder {
    private AddressOrder() {}

    /** Those of {@code found} that are wanted: only the first, or all in random order (ADR-11), or families in turn, IPv6 first (RFC 8305 §4). */
    static List<InetAddress> of(List<InetAddress> found, AddressFamily family, NameLookup lookup, Random random) {
        List<InetAddress> usable = new ArrayList<>(found);
        usable.removeIf(
                a -> family != AddressFamily.ANY && a instanceof Inet4Address != (family == AddressFamily.IPV4));
        if (lookup == NameLookup.FIRST) {
            return usable.subList(0, Math.min(1, usable.size()));
        }
        Collections.shuffle(usable, random);
        return lookup == NameLookup.RACE ? inTurn(usable) : usable;
    }

    private static List<InetAddress> inTurn(List<InetAddress> mixed) {
        List<InetAddress> four = new ArrayList<>(mixed);
        four.removeIf(a -> !(a instanceof Inet4Address));
        List<InetAddress> six = new ArrayList<>(mixed);
        six.removeAll(four);
        List<InetAddress> order = new ArrayList<>(mixed.size());
        for (int i = 0; i < Math.max(four.size(), six.size()); i++) {
            if (i < six.size()) {
                order.add(six.get(i));
            }
            if (i < four.size()) {
                order.add(four.get(i));
            }
        }
        return order;
    }
}
