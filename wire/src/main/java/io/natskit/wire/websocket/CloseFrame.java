// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is said at the end of a WebSocket connection: the payload of close frames. Pure. */
public final class CloseFrame {
    /** The most that a control frame carries. */
    public static final int CONTROL_MAX = 125;

    /** All was said. */
    public static final int NORMAL = 1000;
    /** The server stops, or the page is left. */
    public static final int GOING_AWAY = 1001;
    /** Frames that may not be. */
    public static final int PROTOCOL_ERROR = 1002;
    /** No status was given; never sent. */
    public static final int NO_STATUS = 1005;
    /** A payload that is not what it says it is. */
    public static final int INVALID_PAYLOAD = 1007;
    /** Not allowed. */
    public static final int POLICY_VIOLATION = 1008;
    /** A message over the limit. */
    public static final int TOO_BIG = 1009;
    /** The server cannot go on. */
    public static final int INTERNAL_ERROR = 1011;
    /** TLS failed; never sent. */
    public static final int TLS_HANDSHAKE = 1015;

    /** A kind of frame that is not understood, as text. */
    public static final int UNSUPPORTED = 1003;

    private static final int STATUS_LENGTH = 2;
    private static final String CUT = "...";

    private CloseFrame() {}

    /** The payload that says so; a text that is too long is cut, and says so. */
    public static byte[] payload(int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        int most = CONTROL_MAX - STATUS_LENGTH;
        boolean cut = body.length > most;
        ByteBuffer payload = ByteBuffer.allocate(STATUS_LENGTH + Math.min(body.length, most));
        payload.putShort((short) status).put(body, 0, cut ? most - CUT.length() : body.length);
        if (cut) {
            payload.put(CUT.getBytes(StandardCharsets.US_ASCII));
        }
        return payload.array();
    }

    /** What is wrong with the payload of a peer's close frame, in nats-server's words; null if nothing. */
    public static @Nullable String problem(byte[] payload) {
        if (payload.length == 1) {
            return "close frame payload cannot be 1 byte";
        }
        if (payload.length == 0) {
            return null;
        }
        int status = status(payload);
        return isValid(status) ? null : "invalid close status code " + status;
    }

    /** The payload of the answer to a peer's close frame, which is its own status and text, unless the text is none. */
    public static byte[] answer(byte[] payload) {
        if (payload.length == 0 || isText(payload)) {
            return payload;
        }
        return payload(INVALID_PAYLOAD, "invalid utf8 body in close frame");
    }

    /** The status of a payload without a {@link #problem}; {@link #NO_STATUS} if there is none. */
    public static int status(byte[] payload) {
        return payload.length == 0 ? NO_STATUS : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }

    /** The text of a payload without a {@link #problem}; perhaps empty. */
    public static String text(byte[] payload) {
        return payload.length <= STATUS_LENGTH
                ? ""
                : new String(payload, STATUS_LENGTH, payload.length - STATUS_LENGTH, StandardCharsets.UTF_8);
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
