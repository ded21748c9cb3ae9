// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.account.Traffic;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.jetstream.consumer.ConsumerActor;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.session.ServerTotals;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StorageType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What Prometheus reads ({@code /metrics}): the server, its accounts, streams and consumers. Names and labels stay as they are. */
final class Metrics {
    private final Sources sources;
    private final Tally tally;
    private final MetricsText out = new MetricsText();

    private Metrics(Sources sources) {
        this.sources = sources;
        this.tally = Tally.of(sources.context());
    }

    static String of(Sources sources) {
        Metrics metrics = new Metrics(sources);
        metrics.server();
        metrics.accounts();
        JetStream jetStream = sources.jetStream().get();
        if (jetStream != null) {
            metrics.jetStream(jetStream.server());
        }
        return metrics.out.toString();
    }

    private void server() {
        ServerInfo.Facts facts = sources.context().info().facts();
        ServerTotals totals = sources.context().totals();
        Traffic traffic = tally.all();
        out.gauge("natskit_info", "The server, always 1.")
                .sample(1, "server_id", facts.id(), "server_name", facts.name(), "version", facts.ownVersion());
        out.gauge("natskit_start_time_seconds", "When the server started, in seconds of the epoch.")
                .sample(sources.started().toEpochMilli() / 1000.0);
        out.gauge("natskit_memory_bytes", "Resident memory of the process.")
                .sample(sources.usage().memoryBytes());
        out.gauge("natskit_cpu_percent", "Share of a core that the process took lately.")
                .sample(sources.usage().processorPercent());
        out.gauge("natskit_connections", "Clients that are connected.")
                .sample(sources.context().registry().size());
        out.counter("natskit_connections_total", "Clients that ever connected.").sample(totals.connections.sum());
        out.counter("natskit_received_messages_total", "Messages from clients.").sample(traffic.inMessages());
        out.counter("natskit_received_bytes_total", "Bytes of messages from clients.")
                .sample(traffic.inBytes());
        out.counter("natskit_sent_messages_total", "Messages to clients.").sample(traffic.outMessages());
        out.counter("natskit_sent_bytes_total", "Bytes of messages to clients.").sample(traffic.outBytes());
        out.counter("natskit_slow_consumers_total", "Clients that fell behind.").sample(totals.slowConsumers.sum());
        out.counter("natskit_stale_connections_total", "Connections that stopped answering.")
                .sample(totals.staleConnections.sum());
        out.counter("natskit_stalls_total", "Times that a publisher was held back.")
                .sample(totals.stalls.sum());
    }

    private void accounts() {
        Collection<Account<Subscription>> all = sources.context().accounts().all();
        out.gauge("natskit_account_connections", "Clients of the account.");
        each(all, Account::connectionCount);
        out.gauge("natskit_account_subscriptions", "Subscriptions of the account's clients.");
        each(all, Account::subscriptionCount);
        out.counter("natskit_account_received_messages_total", "Messages from the account's clients.");
        each(all, one -> tally.of(one).inMessages());
        out.counter("natskit_account_received_bytes_total", "Bytes of messages from the account's clients.");
        each(all, one -> tally.of(one).inBytes());
        out.counter("natskit_account_sent_messages_total", "Messages to the account's clients.");
        each(all, one -> tally.of(one).outMessages());
        out.counter("natskit_account_sent_bytes_total", "Bytes of messages to the account's clients.");
        each(all, one -> tally.of(one).outBytes());
        out.counter("natskit_account_slow_consumers_total", "Clients of the account that fell behind.");
        each(all, one -> one.totals().slowConsumers());
    }

    private void each(Collection<Account<Subscription>> all, ToDoubleFunction<Account<Subscription>> value) {
        for (Account<Subscription> one : all) {
            out.sample(value.applyAsDouble(one), "account", one.name());
        }
    }

    private record StreamFigures(
            String account,
            String stream,
            long messages,
            long bytes,
            long firstSequence,
            long lastSequence,
            long subjects,
            List<ConsumerInfo> consumers) {
        /** On the stream's loop. */
        static StreamFigures of(Stream stream) {
            return new StreamFigures(
                    stream.account().name(),
                    stream.name(),
                    stream.store().messages(),
                    stream.store().bytes(),
                    stream.store().firstSequence(),
                    stream.store().lastSequence(),
                    stream.store().subjectCount(),
                    Consumers.shown(stream).stream().map(ConsumerActor::info).toList());
        }
    }

    private void jetStream(JetStreamServer server) {
        out.gauge("natskit_jetstream_memory_bytes", "What streams in memory take.")
                .sample(server.used(StorageType.MEMORY));
        out.gauge("natskit_jetstream_storage_bytes", "What streams in files take.")
                .sample(server.used(StorageType.FILE));
        out.gauge("natskit_jetstream_memory_max_bytes", "What streams in memory may take.")
                .sample(server.maxMemoryBytes());
        out.gauge("natskit_jetstream_storage_max_bytes", "What streams in files may take.")
                .sample(server.maxFileBytes());
        out.counter("natskit_jetstream_api_requests_total", "Requests to JetStream.");
        server.accounts().forEach(one -> out.sample(one.apiTotal().get(), "account", one.name()));
        out.counter("natskit_jetstream_api_errors_total", "Requests to JetStream that were refused.");
        server.accounts().forEach(one -> out.sample(one.apiErrors().get(), "account", one.name()));
        List<Stream> streams = new ArrayList<>();
        for (JetStreamAccount account : server.accounts()) {
            streams.addAll(account.streams());
        }
        List<StreamFigures> figures = StreamReading.of(streams, StreamFigures::of);
        stream("messages", "Messages in the stream.", figures, StreamFigures::messages);
        stream("bytes", "Bytes in the stream.", figures, StreamFigures::bytes);
        stream("first_sequence", "Sequence of the stream's first message.", figures, StreamFigures::firstSequence);
        stream("last_sequence", "Sequence of the stream's last message.", figures, StreamFigures::lastSequence);
        stream("subjects", "Subjects of the stream's messages.", figures, StreamFigures::subjects);
        stream("consumers", "Consumers of the stream.", figures, one -> one.consumers.size());
        consumer(
                "pending",
                "Messages that the consumer has still to deliver: its lag.",
                figures,
                ConsumerInfo::numPending);
        consumer(
                "ack_pending",
                "Messages that were delivered and not acknowledged.",
                figures,
                ConsumerInfo::numAckPending);
        consumer("redelivered", "Messages that are being delivered again.", figures, ConsumerInfo::numRedelivered);
        consumer("waiting", "Pull requests that wait for messages.", figures, ConsumerInfo::numWaiting);
        consumer(
                "delivered_sequence",
                "Stream sequence up to which the consumer has delivered.",
                figures,
                one -> one.delivered().stream());
        consumer(
                "ack_floor_sequence",
                "Stream sequence up to which everything is acknowledged.",
                figures,
                one -> one.ackFloor().stream());
    }

    private void stream(String name, String help, List<StreamFigures> all, ToDoubleFunction<StreamFigures> value) {
        out.gauge("natskit_stream_" + name, help);
        for (StreamFigures one : all) {
            out.sample(value.applyAsDouble(one), "account", one.account, "stream", one.stream);
        }
    }

    private void consumer(String name, String help, List<StreamFigures> all, ToDoubleFunction<ConsumerInfo> value) {
        out.gauge("natskit_consumer_" + name, help);
        for (StreamFigures stream : all) {
            for (ConsumerInfo one : stream.consumers) {
                out.sample(
                        value.applyAsDouble(one),
                        "account",
                        stream.account,
                        "stream",
                        stream.stream,
                        "consumer",
                        one.name());
            }
        }
    }
}
