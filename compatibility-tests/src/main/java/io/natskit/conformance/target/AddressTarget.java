// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.net.URI;

/** A server that somebody else started. It has no configuration of the suite's; cases that need one do not run. */
public final class AddressTarget implements Target {
    private final URI url;

    /** A server by its URL, {@code nats://host:port}. */
    public AddressTarget(String url) {
        this.url = URI.create(url);
    }

    @Override
    public String name() {
        return url.getHost() + ":" + url.getPort();
    }

    @Override
    public String family() {
        return "other";
    }

    @Override
    public boolean configurable() {
        return false;
    }

    @Override
    public boolean isProgram() {
        return false;
    }

    @Override
    public RunningServer start(String config, String... flags) {
        if (!config.isBlank() || flags.length > 0) {
            throw new IllegalStateException(url + " cannot be configured by the suite");
        }
        return new There(url);
    }

    @Override
    public String toString() {
        return name();
    }

    private record There(URI url0) implements RunningServer {
        @Override
        public String host() {
            return url0.getHost();
        }

        @Override
        public int port() {
            return url0.getPort() < 0 ? 4222 : url0.getPort();
        }

        @Override
        public String log() {
            return "";
        }

        @Override
        public void close() {
            // not ours to end
        }
    }
}
