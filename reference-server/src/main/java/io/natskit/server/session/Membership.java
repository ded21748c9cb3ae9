// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Traffic;
import io.natskit.server.auth.Identity;
import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.UserToken;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.transport.LoopTimer;
import io.natskit.server.transport.Outbound;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client in its account: tells the client's ways in and out who it is and what it may when that changes, ends it with its token, and settles what it
 * counted when it leaves. Confined to its loop, except where said otherwise.
 */
final class Membership {
    private final ClientSession session;
    private final Standing standing;
    private final Subscriptions subscriptions;
    private final Publishing publishing;
    private final Intake intake;
    private final LoopTimer expiry;

    private Traffic settled = Traffic.NONE;
    private @Nullable Instant expires;

    Membership(
            ClientSession session,
            Standing standing,
            Subscriptions subscriptions,
            Publishing publishing,
            Intake intake) {
        this.session = session;
        this.standing = standing;
        this.subscriptions = subscriptions;
        this.publishing = publishing;
        this.intake = intake;
        this.expiry = session.timer(this::expired);
    }

    /** What it said of itself in CONNECT; {@code withHeaders} if it understands them and may send them. */
    void options(ConnectOptions said, boolean withHeaders) {
        standing.options(said, withHeaders);
        intake.options(said, withHeaders);
        session.outbox().options(said.echo(), withHeaders);
    }

    /** Moves to the account of an identity; false if that is full. */
    boolean become(Identity identity) {
        settle();
        if (!standing.become(identity)) {
            return false;
        }
        permitted();
        expiresWith(identity.token());
        intake.maxPayload(standing.maxPayload());
        return true;
    }

    /** As {@link #become}, where subscriptions that it has may not be allowed any more, and then end. */
    void becomeAnew(Identity identity) {
        if (become(identity)) {
            subscriptions.permissionsChanged();
        }
    }

    private void permitted() {
        session.outbox().become(standing.permissions());
        publishing.identityChanged();
    }

    private void expiresWith(@Nullable UserToken token) {
        if (token == null || token.validFor().isZero()) {
            session.loop().cancel(expiry);
            expires = null;
        } else {
            session.loop().schedule(expiry, token.validFor().toNanos());
            expires = session.context().wallClock().instant().plus(token.validFor());
        }
    }

    private void expired() {
        session.end("User Authentication Expired", ClosedReason.AUTHENTICATION_EXPIRED);
    }

    /** When its token is over, or null for never. Any thread; may lag. */
    @Nullable
    Instant expires() {
        return expires;
    }

    /** Goes back to the state before any CONNECT. */
    void forget() {
        subscriptions.endAll();
        become(Identity.anonymous());
    }

    /** It may do something else than before; subscriptions that it may not have any more end. */
    void permissionsChanged(Permissions now) {
        standing.permissions(now);
        permitted();
        subscriptions.permissionsChanged();
        Language language = session.language();
        if (language != null) {
            language.permissionsChanged();
        }
    }

    /** Looks at the limits of its account again. */
    void limitsChanged() {
        standing.limits();
        intake.maxPayload(standing.maxPayload());
        int most = standing.maxSubscriptions();
        if (most >= 0 && subscriptions.size() > most) {
            session.lines().error("maximum subscriptions exceeded");
            session.close(ClosedReason.MAXIMUM_SUBSCRIPTIONS_EXCEEDED);
        }
    }

    /** What it has counted since it has been in its account. Any thread; may lag. */
    Traffic traffic() {
        return counted().since(settled);
    }

    private Traffic counted() {
        Outbound out = session.output();
        return new Traffic(publishing.messages(), publishing.payloadBytes(), out.messages(), out.payloadBytes());
    }

    /** What it has counted in its account stays there. */
    private void settle() {
        Traffic now = counted();
        standing.account().totals().left(now.since(settled));
        settled = now;
    }

    /** Its token may run out from now on. */
    void stop() {
        session.loop().cancel(expiry);
    }

    /** It is in no account any more: the last that is asked of this. */
    void leave() {
        settle();
        standing.account().disconnected();
    }
}
