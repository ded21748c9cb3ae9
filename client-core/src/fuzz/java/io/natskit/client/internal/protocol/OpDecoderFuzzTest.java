// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

package io.natskit.client.internal.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for bytes that a server could send and the decoder could not bear. What it finds is kept beside the saved inputs. */
class OpDecoderFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void serverOperations(byte[] input) {
        OpDecoderTarget.check(input);
    }
}
