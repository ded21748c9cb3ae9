// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** A user's module. */
module outside.shop {
    requires io.natskit.client;
    requires io.natskit.jetstream;
}
