// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an authority answered says nothing about the certificate that it was asked about. */
final class UnusableAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient OcspFault fault;

    UnusableAnswer(OcspFault fault, @Nullable Throwable cause) {
        super(fault.told(), cause);
        this.fault = fault;
    }

    /** Why it is of no use. */
    OcspFault fault() {
        return fault;
    }
}
