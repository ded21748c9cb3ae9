// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Hellos of clients, by the letter, at every listener: which suites are taken where the configuration names none. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record TlsSuitesIT(Target target) implements Judged {
    /** ECDHE with ECDSA, AES 128 in GCM: what a good client of TLS 1.2 offers. */
    private static final String STRONG = "c02b";
    /** Without forward secrecy (static RSA and ECDH), without encryption, without a certificate, RC4, 3DES. */
    private static final String WEAK = "009c009d002f0035003c003dc02dc025c003b001000200a6c018c0070005c008000a";

    private static final int HANDSHAKE = 0x16;

    @TempDir
    static Path folder;

    private static Certificates own;

    @BeforeAll
    static void makeCertificate() {
        own = Certificates.make(folder, "own", "dns:localhost,ip:127.0.0.1");
    }

    /** A hello of TLS 1.2 with the curves, points and signatures that anybody has. */
    private static byte[] hello(String suites) {
        String extensions = "000a000600040017001d" + "000b00020100" + "000d0008000604030804" + "0401";
        String body =
                "0303" + "5a".repeat(32) + "00" + length(suites) + suites + "0100" + length(extensions) + extensions;
        String handshake = "01" + "%06x".formatted(body.length() / 2) + body;
        return HexFormat.of().parseHex("160301" + length(handshake) + handshake);
    }

    private static String length(String hex) {
        return "%04x".formatted(hex.length() / 2);
    }

    /** Whether the server goes on with the handshake; it refuses by an alert, or without a word. */
    private static boolean isTaken(int port, boolean infoFirst, String suites) {
        try (Socket socket = Sockets.open(port)) {
            InputStream in = socket.getInputStream();
            if (infoFirst) {
                int b = in.read();
                while (b >= 0 && b != '\n') {
                    b = in.read();
                }
            }
            socket.getOutputStream().write(hello(suites));
            return in.read() == HANDSHAKE;
        } catch (SocketException reset) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertOnlyStrongIsTaken(String door, int port, boolean infoFirst) {
        assertThat(isTaken(port, infoFirst, STRONG))
                .as("%s, a good suite", door)
                .isTrue();
        assertThat(isTaken(port, infoFirst, WEAK)).as("%s, weak suites", door).isFalse();
    }

    @Test
    @Rows({"CF-15", "AU-13"})
    void cve_2021_32026_no_weak_suite_is_taken_whichever_way_tls_is_switched_on() {
        String timeout = ", timeout: 60";
        String doors = "websocket { listen: \"127.0.0.1:-1\"\n" + own.block(timeout) + "}\n";
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("upgraded", own.block(timeout));
        ways.put("first", own.block(timeout + ", handshake_first: true"));
        ways.forEach((way, block) -> {
            try (RunningServer server = target.start(MqttConfig.of(block + doors, own.block(timeout)))) {
                assertOnlyStrongIsTaken(way, server.port(), way.equals("upgraded"));
                assertOnlyStrongIsTaken("websocket", LoggedPort.WEBSOCKET.of(server), false);
                assertOnlyStrongIsTaken("mqtt", LoggedPort.MQTT.of(server), false);
            }
        });
    }
}
