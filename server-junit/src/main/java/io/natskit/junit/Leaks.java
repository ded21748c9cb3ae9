// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

/** What happens when a test leaves connections or threads behind. */
public enum Leaks {
    /** The test fails; the message names them. */
    FAIL,
    /** They are named in the log and in a report entry of the test. */
    WARN,
    /** Nobody looks, and nobody waits for late goodbyes. */
    IGNORE
}
