// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.auth.Violations;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which client of an account has which session. Who comes with a name that is taken has the other one put out (MQTT-3.1.4-2), and has to wait a
 * second where both keep doing that. Confined to the account's home loop.
 */
final class SessionBook {
    /** How long somebody must have stayed away who was put out. */
    private static final long JAIL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BUSY_TRIES = 10;
    private static final int FLAPPERS_LOOKED_AT = 1_024;

    private final EventLoop home;
    private final Map<String, Seat> seats = new HashMap<>();
    private final Map<String, Long> flappers = new HashMap<>();

    SessionBook(EventLoop home) {
        this.home = home;
    }

    /** Somebody who has a session, or wants it. Told on the home loop; answers from there. */
    interface Holder {
        /** Whom it belongs to, null for nobody in particular. */
        @Nullable
        String user();

        /** The session is theirs, null if nothing is known of one here; {@link #settle} must follow. */
        void seated(@Nullable MqttSession session);

        /** Another client has come with the same name: calls {@code gone} on the home loop once nothing of the session is in use any more. */
        void putOut(Runnable gone);

        /** They have come again too soon after having been put out, and are to go without a word. */
        void jailed();

        /** They cannot have it now. */
        void failed(String reason);

        /** They cannot have it: it is another user's. */
        void refused();
    }

    private static final class Seat {
        @Nullable
        MqttSession session;

        @Nullable
        Holder holder;

        // who is about to have it
        @Nullable
        Holder claimant;
    }

    /** Somebody wants the session of that name. */
    void claim(String clientId, Holder claimant) {
        claim(clientId, claimant, 0);
    }

    private void claim(String clientId, Holder claimant, int tries) {
        Long since = flappers.get(clientId);
        if (since != null && home.now() - since <= JAIL_NANOS) {
            later(JAIL_NANOS, claimant::jailed);
            return;
        }
        flappers.remove(clientId);
        Seat seat = seats.computeIfAbsent(clientId, name -> new Seat());
        MqttSession known = seat.session;
        if (known != null && !known.belongsTo(claimant.user())) {
            claimant.refused();
            return;
        }
        if (seat.claimant != null) {
            if (tries + 1 == BUSY_TRIES) {
                claimant.failed(
                        "other session with client ID " + quoted(clientId) + " is in the process of connecting");
            } else {
                later(BUSY_NANOS, () -> claim(clientId, claimant, tries + 1));
            }
            return;
        }
        seat.claimant = claimant;
        Holder before = seat.holder;
        if (before == null) {
            seat.holder = claimant;
            claimant.seated(seat.session);
            return;
        }
        flapped(clientId);
        before.putOut(() -> {
            seat.holder = claimant;
            claimant.seated(seat.session);
        });
    }

    static String quoted(String clientId) {
        return Violations.quoted(clientId);
    }

    private void later(long nanos, Runnable action) {
        home.schedule(new LoopTimer(action), nanos);
    }

    private void flapped(String clientId) {
        if (flappers.size() >= FLAPPERS_LOOKED_AT) {
            flappers.values().removeIf(since -> home.now() - since > JAIL_NANOS);
        }
        flappers.put(clientId, home.now());
    }

    /** The claimant has its session now, or gives up: null then. */
    void settle(String clientId, Holder claimant, @Nullable MqttSession session) {
        Seat seat = seats.get(clientId);
        if (seat == null || seat.claimant != claimant) {
            return;
        }
        seat.claimant = null;
        seat.session = session;
        if (session == null) {
            seats.remove(clientId);
        }
    }

    /** The holder has gone; {@code lasts} says whether the session stays. */
    void left(String clientId, Holder holder, boolean lasts) {
        Seat seat = seats.get(clientId);
        boolean another = seat != null && seat.claimant != null && seat.claimant != holder;
        if (seat == null || another || seat.holder != holder) {
            return; // whoever comes next has it, or is about to
        }
        seat.holder = null;
        seat.claimant = null;
        flappers.remove(clientId);
        if (!lasts) {
            seats.remove(clientId);
        }
    }
}
