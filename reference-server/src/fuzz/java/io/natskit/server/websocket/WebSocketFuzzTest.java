// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for frames, compressed messages and requests that break the WebSocket listener. What it finds is kept beside the saved inputs. */
class WebSocketFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void frames(byte[] input) {
        WebSocketTarget.frames(input);
    }

    @FuzzTest(maxDuration = "10m")
    void request(byte[] input) {
        WebSocketTarget.request(input);
    }
}
