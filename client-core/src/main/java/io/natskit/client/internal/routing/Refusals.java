// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.PermissionException;
import io.natskit.client.SubscriptionEnd;
import java.util.Objects;

/** Brings a permission error to whoever caused it: the requests on its subject, or the subscriptions to it. I/O thread. */
public final class Refusals {
    private Refusals() {}

    /** Fails requests or ends subscriptions. */
    public static void apply(PermissionException refusal, Routes routes, Inbox inbox) {
        if (refusal.action() == PermissionException.Action.PUBLISH) {
            for (PendingRequest request :
                    inbox.requests().takeIf(r -> r.subject().equals(refusal.subject()))) {
                request.fail(refusal);
            }
            return;
        }
        String queue = refusal.queueGroup().orElse(null);
        for (Route route : routes.all()) {
            if (route.subject().equals(refusal.subject()) && Objects.equals(route.queueGroup(), queue)) {
                if (route.subject().equals(inbox.wildcard())) {
                    // before the end of its subscription is seen: who finds that without a refusal subscribes anew
                    inbox.refused(refusal);
                }
                route.finish(new SubscriptionEnd(SubscriptionEnd.Reason.PERMISSION_DENIED, refusal), false, false);
            }
        }
    }
}
