// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for packets that break the MQTT listener. What it finds is kept beside the saved inputs. */
class PacketFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void packets(byte[] input) {
        PacketTarget.run(input);
    }
}
