// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumer;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.ObjectStore;
import io.nats.client.PublishOptions;
import io.nats.client.StreamContext;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.ObjectInfo;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a user of jnats does with JetStream, each task on a stream of its own; prints what it saw. Confined to the caller's thread. */
final class JetStreamTasks {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Connection connection;
    private final PrintStream out;

    JetStreamTasks(Connection connection, PrintStream out) {
        this.connection = connection;
        this.out = out;
    }

    void perform(String task) throws InterruptedException {
        try {
            switch (task) {
                case "js-publish" -> publish();
                case "js-pull" -> pull();
                case "js-ordered" -> ordered();
                case "js-kv" -> keyValue();
                default -> objects();
            }
        } catch (IOException | JetStreamApiException | NoSuchAlgorithmException failure) {
            throw new IllegalStateException(task + " failed: " + failure, failure);
        } catch (Exception failure) { // the close of a consumer declares it
            if (failure instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IllegalStateException(task + " failed: " + failure, failure);
        }
    }

    private StreamInfo stream(String name) throws IOException, JetStreamApiException {
        return connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(name + ".>")
                        .build());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }

    private void publish() throws IOException, JetStreamApiException {
        stream("JPUB");
        JetStream js = connection.jetStream();
        PublishOptions once = PublishOptions.builder().messageId("1").build();
        PublishAck first = js.publish("JPUB.a", bytes("one"), once);
        PublishAck again = js.publish("JPUB.a", bytes("one"), once);
        out.println("acks " + first.getStream() + " " + first.getSeqno() + " " + again.getSeqno() + " "
                + again.isDuplicate());
        List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            acks.add(js.publishAsync("JPUB.b", bytes("m" + i)));
        }
        acks.forEach(CompletableFuture::join);
        out.println("last " + acks.get(499).join().getSeqno());
        try {
            js.publish(
                    "JPUB.a",
                    bytes("x"),
                    PublishOptions.builder().expectedLastSequence(5).build());
        } catch (JetStreamApiException refused) {
            out.println("refused " + refused.getApiErrorCode() + " " + refused.getErrorDescription());
        }
        JetStreamManagement management = connection.jetStreamManagement();
        out.println(
                "read " + new String(management.getLastMessage("JPUB", "JPUB.b").getData(), StandardCharsets.UTF_8));
        out.println("state " + management.getStreamInfo("JPUB").getStreamState().getMsgCount());
        out.println("purged " + management.purgeStream("JPUB").getPurged());
        out.println("deleted " + management.deleteStream("JPUB"));
    }

    @SuppressWarnings("try") // closing a consumer of jnats may throw InterruptedException, which the caller hears of
    private void pull() throws Exception {
        stream("JPULL");
        JetStream js = connection.jetStream();
        for (int i = 0; i < 20; i++) {
            js.publish("JPULL.a", bytes("m" + i));
        }
        StreamContext stream = connection.getStreamContext("JPULL");
        ConsumerContext consumer = stream.createOrUpdateConsumer(
                ConsumerConfiguration.builder().durable("c").build());
        try (FetchConsumer fetch = consumer.fetchMessages(5)) {
            StringBuilder seen = new StringBuilder("fetched");
            for (Message message = fetch.nextMessage(); message != null; message = fetch.nextMessage()) {
                seen.append(' ').append(text(message));
                if (message.metaData().streamSequence() == 5) {
                    message.nak();
                } else {
                    message.ackSync(PATIENCE);
                }
            }
            out.println(seen);
        }
        try (IterableConsumer iterate = consumer.iterate()) {
            long last = 0;
            String again = "";
            for (int i = 0; i < 16; i++) { // the nak may be behind the pull
                Message message = iterate.nextMessage(PATIENCE);
                last = Math.max(last, message.metaData().streamSequence());
                again += message.metaData().deliveredCount() > 1 ? " " + text(message) : "";
                message.ackSync(PATIENCE);
            }
            out.println("again" + again);
            out.println("iterated to " + last);
        }
        ConsumerInfo info = consumer.getConsumerInfo();
        out.println("consumer " + info.getAckFloor().getStreamSequence() + " " + info.getNumPending() + " "
                + info.getNumAckPending());
        out.println("deleted " + stream.deleteConsumer("c"));
    }

    @SuppressWarnings("try") // as above
    private void ordered() throws Exception {
        stream("JORD");
        JetStream js = connection.jetStream();
        for (int i = 0; i < 300; i++) {
            js.publish("JORD." + (i % 3), bytes(String.valueOf(i)));
        }
        int sum = 0;
        var ordered = connection
                .getStreamContext("JORD")
                .createOrderedConsumer(new OrderedConsumerConfiguration().filterSubjects("JORD.1", "JORD.2"));
        try (IterableConsumer iterate = ordered.iterate()) {
            for (int i = 0; i < 200; i++) {
                sum += Integer.parseInt(text(iterate.nextMessage(PATIENCE)));
            }
        }
        out.println("sum " + sum);
    }

    private void keyValue() throws IOException, JetStreamApiException, InterruptedException {
        connection
                .keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name("JKV")
                        .maxHistoryPerKey(3)
                        .build());
        KeyValue bucket = connection.keyValue("JKV");
        out.println("put " + bucket.put("name", "Ada") + " " + bucket.put("name", "Grace"));
        out.println("get " + bucket.get("name").getValueAsString() + " "
                + bucket.get("name").getRevision());
        try {
            bucket.create("name", bytes("Alan"));
        } catch (JetStreamApiException there) {
            out.println("there already " + there.getApiErrorCode());
        }
        out.println("update " + bucket.update("name", bytes("Edsger"), 2));
        bucket.put("other", "x");
        out.println("keys " + bucket.keys().stream().sorted().toList());
        out.println("history "
                + bucket.history("name").stream().map(e -> e.getValueAsString()).toList());
        bucket.delete("name");
        out.println("deleted " + (bucket.get("name") == null));
        bucket.purge("other");
        out.println("status " + bucket.getStatus().getEntryCount());
        connection.keyValueManagement().delete("JKV");
        out.println("buckets " + connection.keyValueManagement().getBucketNames());
    }

    private void objects() throws IOException, JetStreamApiException, NoSuchAlgorithmException, InterruptedException {
        connection
                .objectStoreManagement()
                .create(ObjectStoreConfiguration.builder().name("JOBJ").build());
        ObjectStore store = connection.objectStore("JOBJ");
        byte[] data = new byte[300_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 7);
        }
        ObjectInfo info = store.put("file", new ByteArrayInputStream(data));
        out.println("put " + info.getSize() + " " + info.getChunks());
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        store.get("file", back);
        out.println("get " + Arrays.equals(back.toByteArray(), data));
        store.put("small", bytes("tiny"));
        out.println("list "
                + store.getList().stream()
                        .map(ObjectInfo::getObjectName)
                        .sorted()
                        .toList());
        out.println("deleted " + store.delete("file").isDeleted());
        connection.objectStoreManagement().delete("JOBJ");
    }
}
