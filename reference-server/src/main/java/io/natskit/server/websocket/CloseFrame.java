// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is said at the end of a WebSocket connection. Pure. */
final class CloseFrame {
    /** The most that a control frame carries. */
    static final int CONTROL_MAX = 125;

    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_STATUS = 1005;
    static final int INVALID_PAYLOAD = 1007;
    static final int POLICY_VIOLATION = 1008;
    static final int TOO_BIG = 1009;
    static final int INTERNAL_ERROR = 1011;
    static final int TLS_HANDSHAKE = 1015;

    private static final int STATUS_LENGTH = 2;
    private static final String CUT = "...";

    private CloseFrame() {}

    /** The whole frame; a text that is too long is cut, and says so. */
    static byte[] of(int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        int most = CONTROL_MAX - STATUS_LENGTH;
        boolean cut = body.length > most;
        ByteBuffer payload = ByteBuffer.allocate(STATUS_LENGTH + Math.min(body.length, most));
        payload.putShort((short) status).put(body, 0, cut ? most - CUT.length() : body.length);
        if (cut) {
            payload.put(CUT.getBytes(StandardCharsets.US_ASCII));
        }
        return FrameWriter.control(Opcode.CLOSE, payload.array());
    }

    /** What is wrong with the payload of a client's close frame, in nats-server's words; null if nothing. */
    static @Nullable String problem(byte[] payload) {
        if (payload.length == 1) {
            return "close frame payload cannot be 1 byte";
        }
        if (payload.length == 0) {
            return null;
        }
        int status = status(payload);
        return isValid(status) ? null : "invalid close status code " + status;
    }

    /** The answer to a client's close frame, which is its own status and text, unless the text is none. */
    static byte[] answer(byte[] payload) {
        if (payload.length == 0 || isText(payload)) {
            return FrameWriter.control(Opcode.CLOSE, payload);
        }
        return of(INVALID_PAYLOAD, "invalid utf8 body in close frame");
    }

    private static int status(byte[] payload) {
        return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }

    private static boolean isText(byte[] payload) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload, STATUS_LENGTH, payload.length - STATUS_LENGTH));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isValid(int status) {
        return switch (status) {
            case 1004, NO_STATUS, 1006, TLS_HANDSHAKE -> false;
            default -> status >= 1000 && status < 5000 && (status <= TLS_HANDSHAKE || status >= 3000);
        };
    }
}
