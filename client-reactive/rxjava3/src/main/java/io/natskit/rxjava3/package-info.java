// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The client in the shapes of RxJava 3: what answers once is a {@code Single}, {@code Maybe} or {@code Completable}, what goes on is a {@code Flowable} whose demand is credit.
 *
 * <p><b>What lives here:</b> views of the asynchronous shapes and of {@code io.natskit.reactive}, without state. <b>Who calls it:</b> applications; they start at
 * {@link io.natskit.rxjava3.RxConnection#of}, {@link io.natskit.rxjava3.RxJetStream#of}, {@link io.natskit.rxjava3.RxServices#of}, {@link io.natskit.rxjava3.RxKeyValue#of},
 * {@link io.natskit.rxjava3.RxObjectStores#of}, {@link io.natskit.rxjava3.RxLeases#of} and {@link io.natskit.rxjava3.RxConfiguration}. <b>On which thread:</b> as futures and publishers of the client say:
 * its callback executor.
 */
@NullMarked
package io.natskit.rxjava3;

import org.jspecify.annotations.NullMarked;
