// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Who is interested in which subject: an index from subject bytes to subscriptions, of one account. Called by the account (changes) and
 * the router (matches). Changes exclude one another by a lock of the index; matches run on any loop, without a lock, at the same time.
 *
 * <p>Beside it, how one subject is made of another: {@link io.natskit.server.subject.SubjectTransform}, called by whoever maps subjects. Pure.
 */
@NullMarked
package io.natskit.server.subject;

import org.jspecify.annotations.NullMarked;
