// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import io.natskit.client.Transport;
import io.natskit.client.websocket.WebSocketTransport;
import io.natskit.conformance.contract.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A target whose clients come in over WebSocket: the same contracts hold. Its servers have a door beside the client port, and their URL leads there.
 *
 * @param inner the target
 * @param secure {@code wss} instead of {@code ws}
 */
public record WebDoor(Target inner, boolean secure) implements Target {
    /** What every client of the suite is given: reaches servers behind this door, and leaves others to TCP. */
    public static Transport transport() {
        return Shared.TRANSPORT;
    }

    /** What clients of other programs have to trust. */
    public static Path certificate() {
        return Shared.CERTIFICATE.certificate();
    }

    /** Made when first needed. */
    private static final class Shared {
        static final Certificates CERTIFICATE = certificate();
        static final Transport TRANSPORT =
                WebSocketTransport.of(w -> w.tls(CERTIFICATE.trusting(), CERTIFICATE.trust()));

        private static Certificates certificate() {
            try {
                Path folder = Files.createTempDirectory("web-door");
                folder.toFile().deleteOnExit();
                return Certificates.make(folder, "door", "dns:localhost,ip:127.0.0.1");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public String name() {
        return inner.name() + (secure ? " over wss" : " over ws");
    }

    @Override
    public String family() {
        return inner.family();
    }

    @Override
    public boolean configurable() {
        return inner.configurable();
    }

    @Override
    public boolean isProgram() {
        return inner.isProgram();
    }

    @Override
    public RunningServer start(String config, String... flags) {
        String tls = secure ? Shared.CERTIFICATE.block(", timeout: 60") : "no_tls: true\n";
        RunningServer server = inner.start(
                config + "\nwebsocket { listen: \"127.0.0.1:-1\", compression: true\n" + tls + "}\n", flags);
        return new Behind(server, (secure ? "wss" : "ws") + "://127.0.0.1:" + LoggedPort.WEBSOCKET.of(server));
    }

    @Override
    public String toString() {
        return name();
    }

    private record Behind(RunningServer server, String url) implements RunningServer {
        @Override
        public String host() {
            return server.host();
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public String log() {
            return server.log();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
