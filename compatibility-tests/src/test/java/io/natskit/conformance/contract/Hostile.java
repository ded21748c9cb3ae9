// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.target.RunningServer;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Peers without good manners, of each kind. */
enum Hostile {
    /** A request over WebSocket that never ends. */
    HALF_A_REQUEST {
        @Override
        Visit come(RunningServer server) {
            WebPeer peer = WebPeer.dial(server).raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ");
            return new Visit(
                    this, peer, () -> peer.raw("x"), p -> peer.patience(p).head());
        }
    },
    /** A frame of 2^62 bytes, in which CONNECT comes byte by byte. */
    HALF_A_LINE {
        @Override
        Visit come(RunningServer server) {
            WebPeer peer = WebPeer.open(server, "");
            peer.raw(peer.framed(0x82, 1L << 62, ascii("CONNECT {")));
            return new Visit(
                    this, peer, () -> peer.raw(" "), p -> peer.patience(p).untilClosed());
        }
    },
    /** A frame of 2^63 bytes. */
    NEGATIVE_LENGTH {
        @Override
        Visit come(RunningServer server) {
            WebPeer peer = WebPeer.open(server, "");
            peer.raw(peer.framed(0x82, Long.MIN_VALUE, new byte[0]));
            return new Visit(this, peer, () -> {}, p -> peer.patience(p).untilClosed());
        }
    },
    /** A message that inflates to a thousand times its size. */
    BOMB {
        @Override
        Visit come(RunningServer server) {
            WebPeer peer = WebPeer.open(server, WebPeer.DEFLATE).raw(EXPLOSIVE);
            return new Visit(this, peer, () -> {}, p -> peer.patience(p).untilClosed());
        }
    },
    /** The same, of which the last byte is held back. */
    HALF_A_BOMB {
        @Override
        Visit come(RunningServer server) {
            WebPeer peer = WebPeer.open(server, WebPeer.DEFLATE).raw(Arrays.copyOf(EXPLOSIVE, EXPLOSIVE.length - 1));
            return new Visit(this, peer, () -> {}, p -> peer.patience(p).untilClosed());
        }
    },
    /** A CONNECT of MQTT that comes byte by byte. */
    HALF_A_CONNECT {
        @Override
        Visit come(RunningServer server) {
            // as long as any may be, and nothing of it but its beginning
            MqttPeer peer = MqttPeer.dial(server).raw("10 ff ff 03 00 04 4d 51 54 54 04 02 00 00 7f");
            return new Visit(
                    this, peer, () -> peer.raw("61"), p -> peer.patience(p).heard());
        }
    },
    /** The greatest remaining length that there is. */
    GREATEST_LENGTH {
        @Override
        Visit come(RunningServer server) {
            MqttPeer peer = MqttPeer.dial(server).raw("10 ff ff ff 7f 00 04 4d 51 54 54");
            return new Visit(this, peer, () -> {}, p -> peer.patience(p).heard());
        }
    },
    /** A remaining length that does not end. */
    ENDLESS_LENGTH {
        @Override
        Visit come(RunningServer server) {
            MqttPeer peer = MqttPeer.dial(server).raw("10 ff ff ff ff ff");
            return new Visit(this, peer, () -> {}, p -> peer.patience(p).heard());
        }
    };

    private static final byte[] EXPLOSIVE = explosive();

    /** One of them, which may say more, and which waits for its end; both fail where it was closed already. */
    record Visit(Hostile kind, AutoCloseable peer, Runnable drips, Consumer<Duration> waits) {
        /** Says one more byte, if anybody still listens. */
        void drip() {
            try {
                drips.run();
            } catch (UncheckedIOException e) {
                // it has been closed
            }
        }

        /** Waits until the server has closed it; that it says nothing for so long is an exception. */
        void awaitEnd(Duration patience) {
            try {
                waits.accept(patience);
            } catch (UncheckedIOException | IllegalStateException e) {
                if (e.getCause() instanceof SocketTimeoutException) {
                    throw new AssertionError(kind + " is still there", e);
                }
            }
        }
    }

    /** Comes, and does the worst of it. */
    abstract Visit come(RunningServer server);

    /** So many of each kind. */
    static List<Visit> come(RunningServer server, int each) {
        List<Visit> all = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            Arrays.stream(values()).map(one -> one.come(server)).forEach(all::add);
        }
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A whole frame, masked with zeros. */
    private static byte[] explosive() {
        byte[] lines = new byte[8 << 20];
        Arrays.fill(lines, (byte) '\r');
        byte[] packed = WebPeer.deflated(lines);
        byte[] frame = new byte[packed.length + 8];
        frame[0] = (byte) (WebPeer.FINAL | WebPeer.PACKED | WebPeer.BINARY);
        frame[1] = (byte) (0x80 | 126);
        frame[2] = (byte) (packed.length >> 8);
        frame[3] = (byte) packed.length;
        System.arraycopy(packed, 0, frame, 8, packed.length);
        return frame;
    }
}
