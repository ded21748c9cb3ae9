// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Partitioned consumer groups: many consume one stream side by side, and messages with the same key are handled one after another. Called by users, on any thread; handlers run as
 * those of consumers do.
 */
@NullMarked
package io.natskit.jetstream.group;

import org.jspecify.annotations.NullMarked;
