// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.math.BigInteger;
import java.util.Map;

/**
 * A counter (ADR-49).
 *
 * @param subject its subject
 * @param value its value
 * @param sources what came from other streams: source, subject there, value
 * @param lastIncrement what was added last; zero when that is not known
 */
public record Counter(
        String subject, BigInteger value, Map<String, Map<String, BigInteger>> sources, BigInteger lastIncrement) {}
