// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.wire.websocket.Opcode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What must hold of frames, of compressed messages and of the request before them for any bytes at all; the profile "fuzz" looks for bytes that break it. */
public final class WebSocketTarget {
    private static final int MESSAGE_MAX = 64 * 1024;
    private static final int READS_MAX = 1_000_000;

    private WebSocketTarget() {}

    /** Whatever comes, cut as it may be, the bytes handed over, the answers, and the end are the same, and no message is longer than its bound. */
    public static void frames(byte[] input) {
        for (boolean compression : new boolean[] {false, true}) {
            String whole = told(input, compression, Integer.MAX_VALUE, 64 * 1024);
            for (int cut : new int[] {1, 2, 3, 7, 64}) {
                String parts = told(input, compression, cut, 64 * 1024);
                require(parts.equals(whole), "reads of " + cut + " bytes", whole, parts);
            }
            String narrow = told(input, compression, Integer.MAX_VALUE, 5);
            require(narrow.equals(whole), "room for 5 bytes", whole, narrow);
        }
    }

    private static String told(byte[] input, boolean compression, int cut, int room) {
        WireLink wire = new WireLink(input).readingAtMost(cut);
        WebSocketLink link = new WebSocketLink(wire, agreed(compression), MESSAGE_MAX);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        ByteBuffer target = ByteBuffer.allocateDirect(room);
        String end = "open";
        int idle = 0;
        try {
            for (int i = 0; i < READS_MAX && idle < 400; i++) {
                target.clear();
                int count = link.read(target);
                if (count < 0) {
                    end = "closed";
                    break;
                }
                if (count != target.position()) {
                    throw new AssertionError("read said " + count + " and gave " + target.position());
                }
                idle = count == 0 ? idle + 1 : 0;
                target.flip();
                while (target.hasRemaining()) {
                    heard.write(target.get());
                }
            }
        } catch (ProtocolException e) {
            end = String.valueOf(e.getMessage());
        } catch (IOException e) {
            throw new AssertionError("no link failed", e);
        }
        link.close();
        if (end.equals("flate: corrupt input")) {
            return end; // how much comes out before that is zlib's choice
        }
        return end + " " + Arrays.hashCode(heard.toByteArray()) + " of " + heard.size() + " "
                + Arrays.toString(lastWords(wire.written()));
    }

    /** Of the answers only the last: which pings are answered may hang on how fast they come. */
    private static byte[] lastWords(byte[] written) {
        return written.length > 2 && (written[0] & 0xf) == Opcode.CLOSE ? written : new byte[0];
    }

    static UpgradeRules.Agreement agreed(boolean compression) {
        return new UpgradeRules.Agreement(false, false, compression, true, false, false, null, null, null, null, null);
    }

    /** The end of a head is found wherever it is cut, and what is read of it is a request or refused. */
    public static void request(byte[] input) {
        int end = UpgradeRequest.end(input, 0, input.length);
        for (int cut = 0; cut < input.length; cut++) {
            int early = UpgradeRequest.end(input, 0, cut);
            if (early >= 0 && early != end) {
                throw new AssertionError("the head ends at " + early + " of " + cut + ", and at " + end + " of all");
            }
        }
        if (end < 0) {
            return;
        }
        try {
            UpgradeRequest request = UpgradeRequest.parse(input, 0, end);
            request.offers("permessage-deflate");
            request.cookie("session");
            request.lists("upgrade", "websocket");
            IpAddress.isOne(request.header("x-forwarded-for"));
            if (!UpgradeRequest.isToken(request.method()) || request.path().indexOf(' ') >= 0) {
                throw new AssertionError("no request: " + request.method() + " " + request.path());
            }
        } catch (UpgradeRequest.Malformed e) {
            if (e.status().charAt(0) < '4') {
                throw new AssertionError("refused with " + e.status());
            }
        }
    }

    private static void require(boolean holds, String how, String whole, String parts) {
        if (!holds) {
            throw new AssertionError(how + ": " + parts + ", but at once: " + whole);
        }
    }
}
