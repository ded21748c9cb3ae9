// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for bytes in a store's files that it could not bear. What it finds is kept beside the saved inputs. */
class StoredRecordsFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void storedRecords(byte[] input) {
        StoredRecordsTarget.check(input);
    }
}
