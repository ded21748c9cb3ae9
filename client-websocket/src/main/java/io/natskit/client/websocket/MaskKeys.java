// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.security.SecureRandom;

/** Keys that nobody foresees, one a frame (RFC 6455, 10.3); drawn some hundreds at a time. Confined to one thread. */
final class MaskKeys {
    private static final int DRAWN = 1024;

    private final SecureRandom random = new SecureRandom();
    private final byte[] bytes = new byte[DRAWN];
    private final IntBuffer keys = ByteBuffer.wrap(bytes).asIntBuffer().limit(0);

    int next() {
        if (!keys.hasRemaining()) {
            random.nextBytes(bytes);
            keys.clear();
        }
        return keys.get();
    }
}
