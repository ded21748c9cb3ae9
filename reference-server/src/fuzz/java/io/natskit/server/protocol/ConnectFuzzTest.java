// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for what a client could say of itself and the server could not bear. What it finds is kept beside the saved inputs. */
class ConnectFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void connect(byte[] input) {
        ConnectTarget.check(input);
    }
}
