// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for bytes that a restore could not bear. What it finds is kept beside the saved inputs. */
class BackupFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void backups(byte[] input) {
        BackupTarget.check(input);
    }
}
