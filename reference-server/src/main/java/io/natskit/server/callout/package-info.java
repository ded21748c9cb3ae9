// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The way from a log-in to the service that decides about it, a client of this server like others (AU-11). Built by the server; asked on any thread, answers come on the first loop. */
@NullMarked
package io.natskit.server.callout;

import org.jspecify.annotations.NullMarked;
