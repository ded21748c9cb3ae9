// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.wire.jwt.ServiceLatency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a service owes to another account, as monitoring shows it. Immutable.
 *
 * @param subject where the service answers
 * @param account who asked
 * @param reply where that is heard there
 * @param shared whether the service was told who asks
 * @param latency how it is measured, or null where it is not
 * @param headers the headers for which it is measured
 */
public record OwedAnswer(
        String subject,
        String account,
        String reply,
        boolean shared,
        @Nullable ServiceLatency latency,
        Map<String, List<String>> headers) {}
