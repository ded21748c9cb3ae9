// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Services (ADR-32) held against the protocol. <b>What lives here:</b> contracts of our service framework with each server, and its interplay with other people's. <b>Who calls it:</b> Failsafe.
 * <b>On which thread:</b> the test's.
 */
@NullMarked
package io.natskit.conformance.services;

import org.jspecify.annotations.NullMarked;
