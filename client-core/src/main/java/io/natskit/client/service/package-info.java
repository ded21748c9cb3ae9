// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Services (micro, ADR-32): what answers requests, how it is found, watched and called.
 *
 * <p><b>What lives here:</b> interfaces, specs and values. <b>Who calls it:</b> applications; they start at {@link io.natskit.client.service.Services#on}. <b>On which thread:</b>
 * any; handlers run where their endpoint's {@link io.natskit.client.Dispatch} says.
 */
@NullMarked
package io.natskit.client.service;

import org.jspecify.annotations.NullMarked;
