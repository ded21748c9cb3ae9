// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The engine of services. <b>What lives here:</b> running services and their discovery, calls with retries, gathering, interfaces as calls; all of it a customer of the asynchronous
 * connection. <b>Who calls it:</b> {@code io.natskit.client.service.Services.on}. <b>On which thread:</b> shedding happens on the I/O thread, before requests wait; handlers run where
 * their dispatch says; the rest on the callback executor.
 */
@NullMarked
package io.natskit.client.internal.service;

import org.jspecify.annotations.NullMarked;
