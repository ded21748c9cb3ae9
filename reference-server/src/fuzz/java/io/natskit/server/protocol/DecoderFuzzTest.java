package io.natskit.server.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Looks for bytes that a client could send and the decoder could not bear. What it finds is kept beside the saved inputs. */
class DecoderFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void clientOperations(byte[] input) {
        DecoderTarget.check(input);
    }
}
