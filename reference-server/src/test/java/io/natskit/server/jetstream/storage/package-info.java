// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Tests of the stores: the contract of both, and what files add to it. */
@NullMarked
package io.natskit.server.jetstream.storage;

import org.jspecify.annotations.NullMarked;
