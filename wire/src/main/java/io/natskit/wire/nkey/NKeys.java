// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.nkey;

import io.natskit.wire.RandomBytes;

/** Shapes of keys without the keys. */
public final class NKeys {
    private NKeys() {}

    /**
     * 56 characters of the shape of a server's public key, check sum included, with nobody's seed behind it. A real pair would cost as much
     * as the rest of a server's start.
     */
    public static String randomServerId() {
        return new String(KeyText.encodePublic(NKeyKind.SERVER, RandomBytes.next(KeyText.RAW_LENGTH)));
    }
}
