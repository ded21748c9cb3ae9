// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.contract.LogInWays.Way;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.transcript.Json;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** The listeners of one server, as its configuration makes them, and how a client comes in by each. */
record LogInDoors(String config, List<Door> doors) {
    static final List<String> NAMES = List.of("tcp", "tls", "tls-first", "ws", "wss", "mqtt", "in-process");
    private static final int MQTT_LOGIN = 0xc0;

    /** One listener. */
    record Door(String name, String type, Entrance entrance) {
        /** Whether a nonce can be signed there. */
        boolean takesSignatures() {
            return !type.equals("MQTT");
        }

        /** The last word on CONNECT: PONG, an error, or "closed". */
        String logIn(RunningServer server, Way way) {
            try {
                return entrance.logIn(server, way);
            } catch (UncheckedIOException | IllegalStateException e) {
                return "closed";
            }
        }
    }

    /** Comes in. */
    interface Entrance {
        String logIn(RunningServer server, Way way);
    }

    /** The server's certificate, those of two clients, one of them known, and a file with both. */
    record Papers(Certificates own, Certificates known, Certificates stranger, Path clients) {
        static Papers make(Path folder) {
            Certificates known = Certificates.make(folder, "known", "email:ada@nats.example");
            Certificates stranger = Certificates.make(folder, "stranger", "email:bob@nats.example");
            return new Papers(
                    Certificates.make(folder, "server", "dns:localhost,ip:127.0.0.1"),
                    known,
                    stranger,
                    Certificates.bundle(folder.resolve("clients.pem"), known, stranger));
        }

        private SSLContext context(Way way) {
            return switch (way.certificate()) {
                case "known" -> own.presenting(known);
                case "stranger" -> own.presenting(stranger);
                default -> own.trusting();
            };
        }
    }

    /**
     * Two servers' worth of listeners: in clear where that may be, upgraded and over WebSocket; and TLS first, and over WebSocket with TLS.
     *
     * @param ask whether listeners want certificates of clients, and who is meant by them
     */
    static List<LogInDoors> of(Papers papers, boolean ask) {
        String mapped = ask ? ", verify_and_map: true, ca_file: \"" + papers.clients + "\"" : "";
        String patient = ", timeout: 60" + mapped;
        Certificates own = papers.own;
        String clearToo = own.block(patient) + "allow_non_tls: true\n"
                + "websocket { listen: \"127.0.0.1:-1\", no_tls: true }\n"
                + "server_name: matrix\n"
                + "jetstream { store_dir: \"${store}\" }\n"
                + "mqtt { listen: \"127.0.0.1:-1\" }\n";
        String never = own.block(patient + ", handshake_first: true") + "websocket { listen: \"127.0.0.1:-1\"\n"
                + own.block(mapped).strip() + "\n}\n";
        LogInDoors encrypted = new LogInDoors(never, List.of(first(papers), wss(papers)));
        return ask
                ? List.of(new LogInDoors(own.block(patient), List.of(tls(papers))), encrypted)
                : List.of(new LogInDoors(clearToo, List.of(tcp(), tls(papers), ws(), mqtt())), encrypted);
    }

    private static Door tcp() {
        return new Door("tcp", "STANDARD", (server, way) -> {
            try (Peer peer = Peer.dial(server)) {
                return answer(peer, peer.info(), way);
            }
        });
    }

    private static Door tls(Papers papers) {
        return new Door("tls", "STANDARD", (server, way) -> {
            try (Peer peer = Peer.dial(server)) {
                Map<String, Object> info = peer.info();
                peer.encrypt(papers.context(way));
                return answer(peer, info, way);
            }
        });
    }

    private static Door first(Papers papers) {
        return new Door("tls-first", "STANDARD", (server, way) -> {
            try (Peer peer = Peer.dial(server)) {
                peer.encrypt(papers.context(way));
                return answer(peer, peer.info(), way);
            }
        });
    }

    private static Door ws() {
        return new Door("ws", "WEBSOCKET", (server, way) -> {
            try (WebPeer peer = WebPeer.dial(server).upgraded("")) {
                return answer(peer, way);
            }
        });
    }

    /** What CONNECT of MQTT can say: a token or a JWT is its password. */
    private static Door mqtt() {
        return new Door("mqtt", "MQTT", (server, way) -> {
            List<String> secrets = List.of(way.field("pass"), way.field("auth_token"), way.field("jwt"));
            String user = way.field("user");
            String secret = String.join("", secrets);
            try (MqttPeer peer = MqttPeer.dial(server)) {
                if (user.isEmpty() && secret.isEmpty()) {
                    peer.connect("d", MqttPeer.CLEAN, 0);
                } else {
                    peer.connect("d", MqttPeer.CLEAN | MQTT_LOGIN, 0, user.isEmpty() ? "any" : user, secret);
                }
                return peer.heard().equals("20 00 00") ? "PONG" : "refused";
            }
        });
    }

    private static Door wss(Papers papers) {
        return new Door("wss", "WEBSOCKET", (server, way) -> {
            try (WebPeer peer = WebPeer.dial(server, papers.context(way)).upgraded("")) {
                return answer(peer, way);
            }
        });
    }

    private static String answer(Peer peer, Map<String, Object> info, Way way) {
        peer.send(way.connect(String.valueOf(info.get("nonce"))));
        String line = peer.line();
        while (line != null && line.startsWith("INFO")) {
            line = peer.line();
        }
        return line == null ? "closed" : line;
    }

    private static String answer(WebPeer peer, Way way) {
        String info = peer.until("\r\n");
        Map<String, Object> fields = Json.object(info.substring("INFO ".length()));
        peer.send(way.connect(String.valueOf(fields.get("nonce"))));
        String line = peer.until("\r\n");
        while (line.startsWith("INFO")) {
            line = peer.until("\r\n");
        }
        return line.strip();
    }
}
