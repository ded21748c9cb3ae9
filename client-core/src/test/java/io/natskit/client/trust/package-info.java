// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What must survive and what must be refused: threads, memory, order and confirmation under faults, and the seeded simulation of reconnects. Called by the build; the
 * long forms by its profiles. Each test runs on its own thread against servers of its own.
 */
@NullMarked
package io.natskit.client.trust;

import org.jspecify.annotations.NullMarked;
