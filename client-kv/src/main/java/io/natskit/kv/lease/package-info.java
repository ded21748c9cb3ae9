/**
 * Leases, locks and leader election on keys that go by their time (ADR-48). Called by users, on any thread; renewals run on the connection's timer, users' code on its
 * callback executor.
 */
@NullMarked
package io.natskit.kv.lease;

import org.jspecify.annotations.NullMarked;
