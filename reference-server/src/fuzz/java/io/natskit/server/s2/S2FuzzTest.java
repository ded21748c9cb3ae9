// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for streams and blocks that break the decoder, and contents that break the encoder. */
class S2FuzzTest {
    @FuzzTest(maxDuration = "10m")
    void s2(byte[] input) {
        S2Target.check(input);
    }
}
