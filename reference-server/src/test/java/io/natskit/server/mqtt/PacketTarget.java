// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.util.List;

/** Any bytes: told the same whole and cut, without a fault, and in a bounded number of steps. */
final class PacketTarget {
    private static final int PAYLOAD_MAX = 1024;

    private PacketTarget() {}

    static void run(byte[] input) {
        List<String> whole = RecordedPackets.of(input, PAYLOAD_MAX);
        int step = Math.max(1, input.length / 64);
        for (int cut = 0; cut < input.length; cut += step) {
            List<String> split = RecordedPackets.of(input, PAYLOAD_MAX, cut);
            // only whether an HTTP request is recognized depends on how much of it is there
            if (!split.equals(whole) && !(input[0] == 'G' && cut < 4)) {
                throw new AssertionError("cut at " + cut + ": " + split + " (expected: " + whole + ")");
            }
        }
        Sparkplug.stamped(input, 0, input.length, Long.MAX_VALUE);
        Topics.toPattern(input);
        Topics.ofSubject(input, 0, input.length);
        Delivered.of(input, 0, input.length);
        RetainedMessage.read("$MQTT.rmsgs.a", input, input);
    }
}
