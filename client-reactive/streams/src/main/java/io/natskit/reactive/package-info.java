// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The client as publishers and subscribers of Reactive Streams ({@code org.reactivestreams}), for libraries that take no {@link java.util.concurrent.Flow}.
 *
 * <p><b>What lives here:</b> views of the Flow shapes of connections, JetStream, services, buckets, leases, configuration and object stores, without state. <b>Who calls it:</b> applications, and adapters on top (RxJava, coroutines). <b>On which
 * thread:</b> as the Flow shapes say. Demand is credit: of a subscription's buffer, or of a pull from the server. Cancelling ends what subscribing began.
 */
@NullMarked
package io.natskit.reactive;

import org.jspecify.annotations.NullMarked;
