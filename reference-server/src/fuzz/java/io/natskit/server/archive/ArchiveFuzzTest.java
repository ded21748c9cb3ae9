// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.archive;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for archives of both versions that break their readers. */
class ArchiveFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void archives(byte[] input) {
        ArchiveTarget.check(input);
    }
}
