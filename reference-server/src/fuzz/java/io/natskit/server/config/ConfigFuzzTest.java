// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for configurations that break the parser. What it finds is kept beside the saved inputs. */
class ConfigFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void config(byte[] input) {
        ConfigFuzzTarget.config(input);
    }
}
