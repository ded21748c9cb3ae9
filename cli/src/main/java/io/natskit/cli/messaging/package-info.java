// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Publishing, subscribing, asking and answering: {@code pub}, {@code sub}, {@code req}, {@code reply}.
 *
 * <p>Called by picocli; messages come on the client's threads.
 */
@NullMarked
package io.natskit.cli.messaging;

import org.jspecify.annotations.NullMarked;
