// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The JetStream client held against each server that has JetStream. Called by JUnit; each contract starts servers of its own. */
@NullMarked
package io.natskit.conformance.jetstream;

import org.jspecify.annotations.NullMarked;
