// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes contexts of the JDK that staple. What a context staples, and where it asks for that, it takes from the properties of the JVM: from one when
 * it is made, from the others in its first handshake. So both happen here, in memory, while the properties are as this server needs them; then they
 * are as they were, and whoever else speaks TLS in this JVM sees nothing of it, unless it makes a context in just these milliseconds: that one asks
 * here too, and gets no answer for its certificates.
 */
final class StapledContext {
    private static final ReentrantLock PROPERTIES = new ReentrantLock();

    private StapledContext() {}

    /** Makes a context, as it is without a staple. */
    interface Maker {
        SSLContext make() throws IOException;
    }

    /** One that asks at that address. Throws {@link IOException} if what comes from there is not stapled to the {@code only} certificate, unless that is null: of several, another one may be shown here. */
    static SSLContext make(Maker maker, URI address, @Nullable OwnStatus only) throws IOException {
        PROPERTIES.lock();
        try {
            Map<String, @Nullable String> before = set(address);
            try {
                SSLContext made = maker.make();
                List<byte[]> stapled = new Rehearsal(made).staples();
                if (only != null && (stapled.isEmpty() || stapled.get(0).length == 0)) {
                    throw new IOException("OCSP response for '" + only.certFile()
                            + "': not taken by the JDK (expected: one by SHA-1, as it was asked for)");
                }
                return made;
            } finally {
                before.forEach(StapledContext::put);
            }
        } finally {
            PROPERTIES.unlock();
        }
    }

    private static Map<String, @Nullable String> set(URI address) {
        Map<String, String> wanted = Map.of(
                "jdk.tls.server.enableStatusRequestExtension", "true",
                "jdk.tls.client.enableStatusRequestExtension", "true",
                "jdk.tls.stapling.responderURI", address.toString(),
                "jdk.tls.stapling.responderOverride", "true",
                "jdk.tls.stapling.ignoreExtensions", "true",
                // in seconds; answers are at hand, and a newer one should be shown soon
                "jdk.tls.stapling.cacheLifetime", "1");
        Map<String, @Nullable String> before = new LinkedHashMap<>();
        wanted.forEach((name, value) -> {
            before.put(name, System.getProperty(name));
            put(name, value);
        });
        return before;
    }

    private static void put(String name, @Nullable String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }
}
