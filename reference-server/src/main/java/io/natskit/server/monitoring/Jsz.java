// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.config.JetStreamAccountOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.account.JetStreamServer;
import io.natskit.server.jetstream.api.StreamInfos;
import io.natskit.server.jetstream.consumer.ConsumerActor;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** JetStream: the server's share, its accounts, streams and consumers ({@code /jsz}, MO-10). */
final class Jsz {
    private static final long LIMIT_DEFAULT = 1024;

    private final Sources sources;
    private final JszOptions asked;

    private Jsz(Sources sources, JszOptions asked) {
        this.sources = sources;
        this.asked = asked;
    }

    /** Throws {@link InvalidRequestException} where somebody else has to answer. */
    static void write(Sources sources, JszOptions asked, JsonWriter json) {
        JetStream jetStream = sources.jetStream().get();
        if (jetStream == null) {
            disabled(sources, json);
            return;
        }
        new Jsz(sources, asked).write(jetStream.server(), json);
    }

    /** One account by itself. Throws {@link InvalidRequestException} if it has no JetStream. */
    static void writeAccount(Sources sources, JszOptions asked, JsonWriter json) {
        JetStream jetStream = sources.jetStream().get();
        if (jetStream == null) {
            throw new InvalidRequestException("jetstream not enabled");
        }
        if (sources.account(asked.account) == null) {
            throw new InvalidRequestException("account \"" + asked.account + "\" not found");
        }
        JetStreamAccount account = jetStream.server().find(asked.account);
        if (account == null) {
            throw new InvalidRequestException("account \"" + asked.account + "\" not jetstream enabled");
        }
        new Jsz(sources, asked).detail(account, json);
    }

    private static void disabled(Sources sources, JsonWriter json) {
        json.field("memory", 0)
                .field("storage", 0)
                .field("reserved_memory", 0)
                .field("reserved_storage", 0)
                .field("accounts", 0)
                .field("ha_assets", 0);
        json.begin("api").field("level", 0).field("total", 0).field("errors", 0).end();
        json.field("server_id", sources.serverId()).time("now", sources.now()).field("disabled", true);
        json.begin("config").field("max_memory", 0).field("max_storage", 0).end();
        json.field("streams", 0)
                .field("consumers", 0)
                .field("messages", 0)
                .field("bytes", 0)
                .field("total", 0);
    }

    private record Counts(long streams, long consumers, long publicConsumers, long messages, long bytes) {
        static Counts of(Stream stream) {
            return new Counts(
                    1,
                    stream.consumerCount(),
                    Consumers.shown(stream).size(),
                    stream.store().messages(),
                    stream.store().bytes());
        }

        Counts plus(Counts other) {
            return new Counts(
                    streams + other.streams,
                    consumers + other.consumers,
                    publicConsumers + other.publicConsumers,
                    messages + other.messages,
                    bytes + other.bytes);
        }
    }

    private void write(JetStreamServer server, JsonWriter json) {
        List<JetStreamAccount> accounts = new ArrayList<>(server.accounts());
        accounts.sort(Comparator.comparing(JetStreamAccount::name));
        List<Stream> all = new ArrayList<>();
        accounts.forEach(account -> all.addAll(account.streams()));
        Counts counts = new Counts(0, 0, 0, 0, 0);
        for (Counts one : StreamReading.of(all, Counts::of)) {
            counts = counts.plus(one);
        }
        JetStreamPart.stats(server, json);
        json.field("server_id", sources.serverId()).time("now", sources.now());
        JetStreamPart.config(server, true, json.begin("config"));
        json.end();
        JetStreamPart.limits(server.options().limits(), json.begin("limits"));
        json.end();
        json.field("streams", counts.streams)
                .fieldIfNonZero("streams_leader", asked.raft ? counts.streams : 0)
                .field("consumers", counts.consumers)
                .fieldIfNonZero("consumers_leader", asked.raft ? counts.publicConsumers : 0)
                .field("messages", counts.messages)
                .field("bytes", counts.bytes);
        List<JetStreamAccount> shown = shown(server, accounts);
        if (!shown.isEmpty()) {
            json.beginArray("account_details");
            for (JetStreamAccount account : shown) {
                detail(account, json.beginElement());
                json.end();
            }
            json.endArray();
        }
        json.field("total", accounts.size());
    }

    private List<JetStreamAccount> shown(JetStreamServer server, List<JetStreamAccount> accounts) {
        JetStreamAccount one = server.find(asked.account);
        if (one != null) {
            return List.of(one);
        }
        boolean details = asked.accounts || (asked.account.isEmpty() && (asked.streams || asked.consumers));
        long limit = asked.limit == 0 ? LIMIT_DEFAULT : asked.limit;
        if (!details) {
            return List.of();
        }
        return limit < 0 ? accounts : Page.of(accounts, asked.offset, limit);
    }

    private void detail(JetStreamAccount account, JsonWriter json) {
        JetStreamAccountOptions limits = account.limits();
        json.field("name", account.account().nameTag())
                .field("id", account.name())
                .field("memory", account.used(StorageType.MEMORY))
                .field("storage", account.used(StorageType.FILE))
                .unsigned("reserved_memory", limits.maxMemoryBytes())
                .unsigned("reserved_storage", limits.maxFileBytes())
                .field("accounts", 0)
                .field("ha_assets", 0);
        json.begin("api")
                .field("level", 0)
                .field("total", account.apiTotal().get())
                .field("errors", account.apiErrors().get())
                .end();
        if (!asked.streams && !asked.consumers) {
            return;
        }
        List<byte[]> streams = StreamReading.of(account.streams(), this::stream);
        if (streams.isEmpty()) {
            return;
        }
        json.beginArray("stream_detail");
        streams.forEach(json::rawElement);
        json.endArray();
    }

    /** On the stream's loop. */
    private byte[] stream(Stream stream) {
        JsonWriter json = new JsonWriter();
        json.field("name", stream.name()).time("created", stream.created());
        json.begin("cluster").field("leader", sources.serverName()).end();
        if (asked.config) {
            stream.config().writeTo(json.begin("config"));
            json.end();
        }
        StreamInfos.state(stream, false, null, json.begin("state"));
        json.end();
        if (asked.consumers) {
            consumers("consumer_detail", Consumers.shown(stream), json);
            if (asked.directConsumers) {
                consumers("direct_consumer_detail", Consumers.ofCopies(stream), json);
            }
        }
        StreamInfos.origins(stream, json);
        return json.toBytes();
    }

    private void consumers(String name, List<ConsumerActor> all, JsonWriter json) {
        if (all.isEmpty()) {
            return;
        }
        json.beginArray(name);
        for (ConsumerActor one : all) {
            ConsumerInfo info = one.info();
            json.beginElement();
            if (asked.config) {
                info.writeTo(json);
            } else {
                info.writeWithoutConfigTo(json);
            }
            json.end();
        }
        json.endArray();
    }
}
