// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.router.PublisherInfo;
import io.natskit.wire.jwt.ServiceLatency;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose way to the service and back is measured. Immutable.
 *
 * @param rule how, and where the result goes
 * @param requestor who asked, or null for the server itself
 * @param shared whether the service may know more of who asked than the account
 * @param headers the headers for which it is measured
 * @param asked when the request came
 */
record Measurement(
        ServiceLatency rule,
        @Nullable PublisherInfo requestor,
        boolean shared,
        Map<String, List<String>> headers,
        Instant asked) {
    /** When the requestor sent it, as far as that can be known. */
    Instant sent() {
        return requestor == null ? asked : asked.minusNanos(requestor.rttNanos());
    }
}
