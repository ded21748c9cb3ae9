// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.AuthenticationException;
import io.natskit.client.ConnectFailedException;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionState;
import io.natskit.client.NatsException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.client.ReconnectOptions;
import io.natskit.client.ServerAddress;
import io.natskit.client.ServerChooser;
import io.natskit.client.ServerErrorException;
import io.natskit.client.ServerErrorKind;
import io.natskit.client.ServerInfo;
import io.natskit.client.internal.transport.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a server: rounds over the pool with waits between them, one attempt at a time, until one logs in. Tells the session. I/O thread.
 */
final class Connector {
    /** Hears of the outcome. */
    interface Outcome {
        /** An attempt is about to be made. */
        void attempting(int attempt);

        /** Nothing more will be tried. */
        void gaveUp(NatsException cause);
    }

    private final Context context;
    private final Pool pool;
    private final Events events;
    private final ServerLink.Owner owner;
    private final Outcome outcome;
    private final SplittableRandom random = new SplittableRandom();
    private @Nullable ServerLink trying;
    private @Nullable Timer wait;
    private @Nullable ServerInfo lastInfo;
    private boolean once;
    private int round;
    private int attempt;
    private final List<Throwable> failures = new ArrayList<>();

    Connector(Context context, Pool pool, Events events, ServerLink.Owner owner, Outcome outcome) {
        this.context = context;
        this.pool = pool;
        this.events = events;
        this.owner = owner;
        this.outcome = outcome;
    }

    /** Tries each server once, or goes on until one is reached. */
    void first(boolean goOn) {
        once = !goOn;
        round = 1;
        pool.newRound();
        tryNext();
    }

    /** Starts to look for a server after a loss; with {@code preferred} at once and there first. */
    void again(@Nullable ServerInfo info, @Nullable ServerAddress preferred, boolean atOnce) {
        lastInfo = info;
        once = false;
        round = 0;
        attempt = 0;
        failures.clear();
        startRound(preferred, atOnce);
    }

    /** Ends a wait that is under way. */
    void hurry() {
        if (wait != null && wait.pending()) {
            wait.cancel();
            tryNext();
        }
    }

    void stop() {
        if (wait != null) {
            wait.cancel();
        }
        if (trying != null) {
            trying.close(false);
            trying = null;
        }
    }

    /** The link that was tried has logged in. */
    boolean won(ServerLink link) {
        if (trying != link) {
            return false;
        }
        trying = null;
        return true;
    }

    private void startRound(@Nullable ServerAddress preferred, boolean atOnce) {
        round++;
        if (!pool.newRound()) {
            giveUp();
            return;
        }
        if (preferred != null) {
            pool.prefer(preferred);
        }
        Duration delay = atOnce ? Duration.ZERO : delay();
        wait = context.loop().schedule(delay.toNanos(), this::tryNext);
    }

    private Duration delay() {
        try {
            return context.options().reconnect().policy().delay(round, random);
        } catch (RuntimeException e) {
            events.emit(new ConnectionEvent.HandlerFailed(Instant.now(), null, e));
            return Duration.ofSeconds(1);
        }
    }

    private void tryNext() {
        ServerChooser chooser = context.options().reconnect().chooser().orElse(null);
        Optional<ServerChooser.Choice> choice = chooser == null ? Optional.empty() : choose(chooser);
        if (choice.isPresent() && pool.prefer(choice.get().server())) {
            ServerAddress chosen = choice.get().server();
            wait = context.loop().schedule(choice.get().delay().toNanos(), () -> {
                pool.prefer(chosen);
                tryServer(pool.next());
            });
            return;
        }
        tryServer(pool.next());
    }

    private Optional<ServerChooser.Choice> choose(ServerChooser chooser) {
        try {
            return chooser.choose(pool.servers(), attempt + 1, Optional.ofNullable(lastInfo));
        } catch (RuntimeException e) {
            events.emit(new ConnectionEvent.HandlerFailed(Instant.now(), null, e));
            return Optional.empty();
        }
    }

    private void tryServer(@Nullable ServerAddress server) {
        if (server == null) {
            if (once) {
                giveUp();
            } else {
                startRound(null, false);
            }
            return;
        }
        attempt++;
        outcome.attempting(attempt);
        ServerLink link = new ServerLink(context, owner, server, attempt);
        trying = link;
        link.start();
    }

    /** An attempt failed; false: it was not one of this connector. */
    boolean failed(ServerLink link, Throwable cause) {
        if (trying != link) {
            return false;
        }
        trying = null;
        failures.add(cause);
        pool.failed(link.server());
        events.emit(new ConnectionEvent.ConnectAttemptFailed(Instant.now(), link.server(), attempt, cause));
        if (!once && repeatedRefusal(link.server(), cause)) {
            outcome.gaveUp((AuthenticationException) cause);
        } else {
            tryNext();
        }
        return true;
    }

    /** Whether the server has said the same no to the same credentials before. */
    boolean repeatedRefusal(ServerAddress server, Throwable cause) {
        ReconnectOptions options = context.options().reconnect();
        return options.closeOnRepeatedAuthError()
                && cause instanceof AuthenticationException refusal
                && !expired(refusal)
                && refusal.getCause() == null
                && pool.refused(server, refusal.text());
    }

    static boolean expired(ServerErrorException error) {
        return error.kind() == ServerErrorKind.USER_AUTHENTICATION_EXPIRED
                || error.kind() == ServerErrorKind.ACCOUNT_AUTHENTICATION_EXPIRED;
    }

    private void giveUp() {
        Throwable last = failures.isEmpty() ? null : failures.remove(failures.size() - 1);
        if (last != null) {
            for (Throwable earlier : failures) {
                if (earlier != last) {
                    last.addSuppressed(earlier);
                }
            }
        }
        failures.clear();
        if (last instanceof AuthenticationException refusal) {
            outcome.gaveUp(refusal);
            return;
        }
        String why = last == null ? "no server is left in the pool" : last.getMessage();
        outcome.gaveUp(new ConnectFailedException(
                "no server reached, of " + context.options().servers().servers() + ": "
                        + (why == null ? String.valueOf(last) : why),
                last));
    }

    /** The state while looking. */
    static ConnectionState looking(boolean everConnected, int attempt, @Nullable Throwable cause) {
        return everConnected
                ? new ConnectionState.Reconnecting(attempt, cause)
                : new ConnectionState.Connecting(attempt);
    }

    /** The error of somebody who waited for a server in vain. */
    static OperationTimeoutException late(String operation, Duration limit) {
        return new OperationTimeoutException(operation, limit);
    }
}
