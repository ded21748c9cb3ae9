// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * One request, many replies (ADR-47). <b>What lives here:</b> the rule that says when it ends, and its blocking and asynchronous shapes, over a source
 * that the views give. <b>Who calls it:</b> the views. <b>On which thread:</b> the caller's; the asynchronous shape on the callback executor.
 */
@NullMarked
package io.natskit.client.internal.gather;

import org.jspecify.annotations.NullMarked;
