// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up host names, of servers and of a proxy; see {@link ServersOptions.Builder#resolver}. Called anew at each connect, on a helper thread that may wait. */
@FunctionalInterface
public interface HostResolver {

    /** The addresses of a host, the preferred one first; never called with an address. Throws {@link UnknownHostException} where there is none. */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The JDK's look-up. */
    static HostResolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
