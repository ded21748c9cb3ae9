// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for bytes that break a target. What it finds is kept beside the saved inputs. */
class WireFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void headers(byte[] input) {
        FuzzTargets.headers(input);
    }

    @FuzzTest(maxDuration = "10m")
    void subjects(byte[] input) {
        FuzzTargets.subjects(input);
    }

    @FuzzTest(maxDuration = "10m")
    void json(byte[] input) {
        FuzzTargets.json(input);
    }

    @FuzzTest(maxDuration = "10m")
    void apiJson(byte[] input) {
        FuzzTargets.apiJson(input);
    }

    @FuzzTest(maxDuration = "10m")
    void nkeys(byte[] input) {
        FuzzTargets.nkeys(input);
    }

    @FuzzTest(maxDuration = "10m")
    void credentials(byte[] input) {
        FuzzTargets.credentials(input);
    }

    @FuzzTest(maxDuration = "10m")
    void jwt(byte[] input) {
        JwtTarget.check(input);
    }
}
