// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Services that decide who comes in. Each main starts a server, the service, and the provider or directory that it asks; nobody calls them but you and the
 * tests. A service decides on a thread of its connection's. Without a module descriptor: what plays the provider has none that could be required.
 */
@NullMarked
package io.natskit.samples.callout;

import org.jspecify.annotations.NullMarked;
