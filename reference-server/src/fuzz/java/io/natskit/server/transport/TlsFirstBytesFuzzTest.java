// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for first bytes that break a TLS listener. What it finds is kept beside the saved inputs. */
class TlsFirstBytesFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void bytes(byte[] input) {
        TlsFirstBytesTarget.check(input);
    }
}
