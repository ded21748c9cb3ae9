// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One option that is to be another.
 *
 * @param option its name, as nats-server has it
 * @param refusal why a running server cannot take it, in nats-server's words; null where it can
 * @param notice what the log says when it is applied, empty for nothing
 * @param applier what has to be done beside having the new options in force
 */
public record Change(String option, @Nullable String refusal, String notice, Consumer<RunningParts> applier) {}
