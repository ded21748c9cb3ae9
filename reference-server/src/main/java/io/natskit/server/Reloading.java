// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import io.natskit.server.reload.Change;
import io.natskit.server.reload.ReloadPlan;
import io.natskit.server.reload.RunningParts;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.transport.TlsDoors;
import io.natskit.server.transport.TlsListener;
import io.natskit.server.websocket.WebSocketListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts other options in force in a running server (PR-03, PR-04). Any thread but a loop; one reload after another. */
final class Reloading implements RunningParts {
    private static final long PATIENCE_SECONDS = 5;

    private final ReentrantLock lock = new ReentrantLock();
    private final ServerContext context;
    private final TlsDoors tlsDoors;
    private final Doors doors;
    private final Function<ServerOptions, Authenticator> authenticators;
    private final ReloadedAccounts accounts;
    private final Consumer<Boolean> jetStreamSwitch;
    private final ReloadListener listener;
    private final SinkLog log;

    // guarded by lock
    private final List<Runnable> atTheEnd = new ArrayList<>();

    Reloading(
            ServerContext context,
            TlsDoors tlsDoors,
            Doors doors,
            Function<ServerOptions, Authenticator> authenticators,
            ReloadedAccounts accounts,
            Consumer<Boolean> jetStreamSwitch,
            ReloadListener listener,
            SinkLog log) {
        this.context = context;
        this.tlsDoors = tlsDoors;
        this.doors = doors;
        this.authenticators = authenticators;
        this.accounts = accounts;
        this.jetStreamSwitch = jetStreamSwitch;
        this.listener = listener;
        this.log = log;
    }

    /**
     * Goes over to these options, or leaves everything as it is where they need a restart.
     *
     * @throws io.natskit.server.config.InvalidOptionsException if they contradict one another
     * @throws UncheckedIOException if a file that they name cannot be used
     */
    ReloadOutcome reload(ServerOptions asked) {
        lock.lock();
        try {
            ServerOptions before = context.options();
            ServerOptions now = settled(asked, before);
            ReloadPlan plan = ReloadPlan.between(before, now);
            if (!plan.refused().isEmpty()) {
                return new ReloadOutcome(
                        List.of(),
                        plan.refused().stream()
                                .map(one -> String.valueOf(one.refusal()))
                                .toList());
            }
            try {
                replaceRules(now);
            } catch (RuntimeException e) {
                tlsDoors.forget();
                throw e;
            }
            carryOut(plan, before, now);
            return new ReloadOutcome(plan.applied().stream().map(Change::option).toList(), List.of());
        } finally {
            atTheEnd.clear();
            lock.unlock();
        }
    }

    /** What is not for choosing stays as it is. */
    private static ServerOptions settled(ServerOptions asked, ServerOptions before) {
        boolean shortFirstPing = before.liveness().disableShortFirstPing();
        return asked.validate().toBuilder()
                .liveness(l -> l.disableShortFirstPing(shortFirstPing))
                .build();
    }

    /** Whoever comes from here on is judged by the new rules. Whatever may fail comes before the first change. */
    private void replaceRules(ServerOptions now) {
        ServerContext.Rules rules = rules(now);
        WebSocketListener web = doors.webSocket();
        TlsListener webTls = web == null ? null : tls(now.webSocket().tls(), now);
        ServerContext.Rules webRules = web == null ? null : WebSocketRoom.rules(rules, web.port(), authenticators);
        MqttRoom devices = doors.mqtt();
        ServerContext.Rules mqttRules =
                devices == null ? null : MqttRoom.rules(rules, tls(MqttRoom.tls(now), now), authenticators);
        context.rules(rules);
        if (devices != null && mqttRules != null) {
            devices.reload(mqttRules);
        }
        if (web != null && webRules != null) {
            web.reload(webRules, webTls);
        }
        tlsDoors.begin();
        log.reloaded(now.logging());
    }

    private ServerContext.Rules rules(ServerOptions now) {
        ServerInfo.Facts facts = context.info().facts();
        Authenticator authenticator = authenticators.apply(now);
        return new ServerContext.Rules(
                now,
                authenticator,
                new ServerInfo(Identification.reloaded(facts, doors.port(), now, authenticator)),
                tls(now.tls(), now));
    }

    private @Nullable TlsListener tls(@Nullable TlsOptions options, ServerOptions all) {
        try {
            return tlsDoors.open(options, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void carryOut(ReloadPlan plan, ServerOptions before, ServerOptions now) {
        for (Change change : plan.applied()) {
            change.applier().accept(this);
            if (!change.notice().isEmpty()) {
                log.notice(change.notice());
            }
        }
        listener.reloaded(before, now);
        accounts.become(now);
        for (ClientSession session : context.registry().all()) {
            session.directives().reloaded(true);
        }
        unpin(before.tls(), now.tls());
        awaitSessions();
        atTheEnd.forEach(Runnable::run);
        MqttRoom devices = doors.mqtt();
        if (devices != null) {
            devices.reloaded();
        }
        String digest = now.configDigest();
        log.notice("Reloaded server configuration " + (digest == null ? "" : "(" + digest + ")"));
    }

    /** Until every session has heard of it, so that the caller finds it so; what takes time (passwords) may go on. */
    private void awaitSessions() {
        CountDownLatch left = new CountDownLatch(context.loops().count());
        context.loops().all().forEach(loop -> loop.execute(left::countDown));
        try {
            if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("Reload: some clients have not been reached yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whose certificate is not among those that are pinned now has to leave. */
    private void unpin(@Nullable TlsOptions before, @Nullable TlsOptions now) {
        Set<String> pinned = now == null ? Set.of() : Set.copyOf(now.pinnedCertificates());
        if (pinned.isEmpty() || before != null && pinned.equals(Set.copyOf(before.pinnedCertificates()))) {
            return;
        }
        for (ClientSession session : context.registry().all()) {
            if (session.isBehind(context)) {
                session.directives().pinned(pinned);
            }
        }
    }

    @Override
    public void endSurplus(int maxConnections) {
        List<ClientSession> all = new ArrayList<>(context.registry().all());
        int surplus = all.size() - Math.max(0, maxConnections);
        if (surplus <= 0) {
            return;
        }
        Collections.shuffle(all);
        all.subList(0, surplus).forEach(session -> session.directives().surplus());
        log.notice("Closed " + surplus + " connections to fall within max_connections");
    }

    @Override
    public void jetStream(boolean on) {
        atTheEnd.add(() -> jetStreamSwitch.accept(on));
    }
}
