// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.client.NatsException;
import io.natskit.jetstream.ConsumeEnd;
import java.util.Locale;

/** Turns the end of what should have gone on, such as a watch whose bucket is deleted, into a failure. */
public final class EarlyEnd {
    private EarlyEnd() {}

    /** The failure: what ended it where that is known. {@code what} is what ended, for whoever reads. */
    public static RuntimeException of(ConsumeEnd end, String what) {
        NatsException error = end.error();
        return error != null
                ? error
                : new Failure(
                        what + " ended: "
                                + end.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        "is it still there, and the server with it?");
    }
}
