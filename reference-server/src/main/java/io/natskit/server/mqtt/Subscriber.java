// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a client subscribes to: a subscription of NATS for each filter, a second one for what {@code a/#} means beside {@code a/…}, and above QoS 0 a
 * consumer for each of them. Confined to the client's loop; while it asks JetStream for something, the client's input waits.
 */
final class Subscriber {
    private static final String LEVEL_UP = " fwc";

    private final MqttClient client;
    private final MqttSession session;
    private final Outbound outbound;
    private final Consumers consumers;
    private final boolean downgrades;
    private final Map<String, LiveTarget> live = new HashMap<>();

    Subscriber(MqttClient client, MqttSession session, Outbound outbound, Consumers consumers, boolean downgrades) {
        this.client = client;
        this.session = session;
        this.outbound = outbound;
        this.consumers = consumers;
        this.downgrades = downgrades;
    }

    /** SUBSCRIBE came. */
    void subscribe(int identifier, List<TopicFilter> filters) {
        int[] codes = new int[filters.size()];
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (int i = 0; i < codes.length; i++) {
            int index = i;
            all = all.thenCompose(before -> subscribe(filters.get(index)).thenAccept(code -> codes[index] = code));
        }
        List<RetainedMessage> retained = new ArrayList<>();
        client.whileWaiting(
                all.thenCompose(done -> client.retained(granted(filters, codes)))
                        .thenAccept(retained::addAll)
                        .thenCompose(done -> remember(filters, codes)),
                () -> {
                    client.traceOut(() -> "SUBACK pi=" + identifier);
                    client.send(PacketWriter.subscribed(identifier, codes));
                    sendRetained(filters, codes, retained);
                });
    }

    private static List<String> granted(List<TopicFilter> filters, int[] codes) {
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < codes.length; i++) {
            String subject = filters.get(i).subject();
            if (codes[i] != PacketWriter.FAILURE && subject != null) {
                patterns.addAll(subjects(subject));
            }
        }
        return patterns;
    }

    /** The pattern of a filter, and the one a level up where it means that too. */
    private static List<String> subjects(String filter) {
        String up = Topics.levelUp(filter);
        return up.isEmpty() ? List.of(filter) : List.of(filter, up);
    }

    /** What calls the subscription to one of {@link #subjects}. */
    private static String sid(String filter, String subject) {
        return subject.equals(filter) ? filter : subject + LEVEL_UP;
    }

    private CompletableFuture<Integer> subscribe(TopicFilter wanted) {
        String filter = wanted.subject();
        if (filter == null) {
            client.error("invalid topic " + SessionBook.quoted(Names.text(wanted.topic()))
                    + ": character not supported for MQTT topics");
        }
        // CVE-2026-33217: what is MQTT's own is nobody's
        if (filter == null || filter.startsWith(Names.OWN)) {
            return CompletableFuture.completedFuture(PacketWriter.FAILURE);
        }
        int qos = wanted.qos();
        if (downgrades && qos == 2) {
            client.warn("Downgrading subscription QoS2 to QoS1 for " + SessionBook.quoted(filter) + ", as configured");
            qos = 1;
        }
        return establish(filter, qos);
    }

    /** The quality of service that is granted, or the code for a failure. */
    private CompletableFuture<Integer> establish(String filter, int qos) {
        CompletableFuture<Void> all = qos < 2 ? CompletableFuture.completedFuture(null) : listenForReleases();
        for (String subject : subjects(filter)) {
            all = all.thenCompose(before -> establish(filter, subject, qos));
        }
        return all.handle((done, failure) -> {
            if (failure == null) {
                return qos;
            }
            client.error("Unable to add JetStream consumer for subscription on " + SessionBook.quoted(filter) + ": err="
                    + MqttAccount.reason(failure));
            end(filter);
            return PacketWriter.FAILURE;
        });
    }

    private CompletableFuture<Void> listenForReleases() {
        outbound.listenForReleases();
        return session.releases() != null
                ? CompletableFuture.completedFuture(null)
                : consumers.makeForReleases().thenAccept(session::releases);
    }

    private CompletableFuture<Void> establish(String filter, String subject, int qos) {
        String sid = sid(filter, subject);
        boolean wild = Topics.beginsWild(filter);
        if (client.isClosed() || !listen(sid, subject, wild, qos)) {
            return CompletableFuture.failedFuture(new RequestFailedException("not allowed"));
        }
        if (qos == 0) {
            consumers.drop(sid);
            outbound.ignore(sid);
            return CompletableFuture.completedFuture(null);
        }
        ConsumerConfig known = session.consumers().get(sid);
        if (known != null) {
            outbound.listen(sid, known, wild, qos);
            return CompletableFuture.completedFuture(null);
        }
        return consumers.make(subject).thenAccept(made -> {
            session.consumers().put(sid, made);
            if (!client.isClosed()) {
                outbound.listen(sid, made, wild, qos);
            }
        });
    }

    /** The subscription to what is published now. */
    private boolean listen(String sid, String subject, boolean wild, int qos) {
        LiveTarget known = live.get(sid);
        if (known != null) {
            known.qos(qos);
            return true;
        }
        LiveTarget target = client.target(wild, qos);
        if (!client.subscribe(target, Names.bytes(subject), Names.bytes(sid))) {
            return false;
        }
        live.put(sid, target);
        return true;
    }

    private CompletableFuture<Void> remember(List<TopicFilter> filters, int[] codes) {
        boolean changed = false;
        for (int i = 0; i < codes.length; i++) {
            String filter = filters.get(i).subject();
            if (codes[i] != PacketWriter.FAILURE && filter != null) {
                Integer before = session.filters().put(filter, codes[i]);
                changed |= before == null || before != codes[i];
            }
        }
        return changed ? client.save() : CompletableFuture.completedFuture(null);
    }

    private void sendRetained(List<TopicFilter> filters, int[] codes, List<RetainedMessage> retained) {
        for (int i = 0; i < codes.length; i++) {
            String filter = filters.get(i).subject();
            if (codes[i] != PacketWriter.FAILURE && filter != null) {
                sendRetained(filter, codes[i], retained);
            }
        }
    }

    private void sendRetained(String filter, int qos, List<RetainedMessage> retained) {
        boolean wild = Topics.beginsWild(filter);
        for (RetainedMessage one : retained) {
            boolean hidden = wild && one.subject().startsWith("$");
            boolean matches = subjects(filter).stream().anyMatch(subject -> Subjects.matches(subject, one.subject()));
            if (!hidden && matches) {
                outbound.sendRetained(filter, qos, one);
            }
        }
    }

    /** The session had subscriptions before: they are there again, without retained messages. */
    void restore() {
        if (session.filters().isEmpty()) {
            return;
        }
        Runnable resumption = outbound.resumption();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Map.Entry<String, Integer> one : Map.copyOf(session.filters()).entrySet()) {
            all = all.thenCompose(
                    before -> establish(one.getKey(), one.getValue()).thenAccept(code -> {}));
        }
        client.whileWaiting(all, resumption);
    }

    /** UNSUBSCRIBE came. */
    void unsubscribe(int identifier, List<TopicFilter> filters) {
        boolean changed = false;
        for (TopicFilter one : filters) {
            String filter = one.subject();
            if (filter != null) {
                end(filter);
                changed |= session.filters().remove(filter) != null;
            }
        }
        CompletableFuture<Void> kept = changed ? client.save() : CompletableFuture.completedFuture(null);
        client.whileWaiting(kept, () -> {
            client.traceOut(() -> "UNSUBACK pi=" + identifier);
            client.send(PacketWriter.unsubscribed(identifier));
        });
    }

    private void end(String filter) {
        for (String subject : subjects(filter)) {
            String sid = sid(filter, subject);
            consumers.drop(sid);
            outbound.ignore(sid);
            if (live.remove(sid) != null) {
                client.unsubscribe(Names.bytes(sid));
            }
        }
    }

    /** The client may do something else than before: what it may not hear any more ends. */
    void permissionsChanged() {
        for (String filter : List.copyOf(session.filters().keySet())) {
            if (!client.maySubscribe(filter)) {
                end(filter);
                session.filters().remove(filter);
            }
        }
    }
}
