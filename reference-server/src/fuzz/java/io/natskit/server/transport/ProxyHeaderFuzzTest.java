// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for headers of the PROXY protocol that break their parser. What it finds is kept beside the saved inputs. */
class ProxyHeaderFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void header(byte[] input) {
        ProxyHeaderTarget.check(input);
    }
}
