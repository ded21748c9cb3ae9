// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.xkeys;

/** What was to be opened was not sealed by that sender for that recipient, or has been changed since. */
public final class BrokenSealException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenSealException(String message) {
        super(message);
    }
}
