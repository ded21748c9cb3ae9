// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

/** What the other side did is not what the transcript says, or the transcript itself cannot be read. */
public final class TranscriptFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with the place, the expectation and what came instead. */
    public TranscriptFailure(String message) {
        super(message);
    }

    /** A failure that another exception caused. */
    public TranscriptFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
