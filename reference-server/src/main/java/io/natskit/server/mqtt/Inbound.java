// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.account.SubjectMappings;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client publishes: through the gate to whoever listens, and, above QoS 0, into the stream of messages; of QoS 2 only once it is released, and
 * then once. Confined to the client's loop.
 */
final class Inbound {
    private static final byte[] NOTHING = {};
    private static final long TOO_MANY = -1;

    private final MqttClient client;
    private final Requests requests;
    private final AckLine line;
    private final HeldMessages held = new HeldMessages();
    private final Retaining retaining;

    // the last topic, and the subject that it is
    private byte[] topic = NOTHING;
    private byte[] subject = NOTHING;

    Inbound(MqttClient client, Requests requests) {
        this.client = client;
        this.requests = requests;
        this.line = new AckLine(client);
        this.retaining = new Retaining(client, requests);
    }

    /** PUBLISH came. */
    void publish(PublishPacket packet) throws MalformedPacketException {
        boolean same = packet.topicLength == topic.length
                && Arrays.equals(topic, 0, topic.length, packet.bytes, packet.topic, packet.topic + packet.topicLength);
        if (!same) {
            topic = Arrays.copyOfRange(packet.bytes, packet.topic, packet.topic + packet.topicLength);
            subject = Topics.toSubject(topic, 0, topic.length, false);
        }
        Outgoing message = mapped(subject, packet.flags, packet.bytes, packet.payload, packet.payloadLength);
        byte[] header = message.qos() == 2
                ? PublishHeaders.held(message.flags(), message.subject(), message.mappedFrom())
                : PublishHeaders.published(message.qos());
        int size = header.length + message.length();
        if (client.maxPayload() >= 0 && size > client.maxPayload()) {
            client.tooLong(size);
            return;
        }
        if (message.qos() == 2) {
            hold(packet.identifier, message, header, packet.isDuplicate());
        } else {
            // a mapping may change what the same topic means
            boolean passed = deliver(message, same && message.mappedFrom() == null);
            if (message.qos() == 1) {
                keep(packet.identifier, message, header, passed);
            } else if (passed) {
                retaining.store(message, () -> {});
            }
        }
    }

    private Outgoing mapped(byte[] from, int flags, byte[] payload, int offset, int length) {
        SubjectMappings mappings = client.account().mappings();
        byte[] to = mappings == null ? null : mappings.map(from, 0, from.length);
        return to == null
                ? new Outgoing(from, null, flags, payload, offset, length)
                : new Outgoing(to, from, flags, payload, offset, length);
    }

    /** Through the gate; false if it may not. */
    private boolean deliver(Outgoing message, boolean sameSubject) {
        if (message.subject().length == 0) {
            return false; // a mapping has it go nowhere
        }
        PublishFrame frame = client.lane()
                .frame(
                        message.subject(),
                        PublishHeaders.published(message.qos()),
                        message.bytes(),
                        message.offset(),
                        message.length(),
                        sameSubject);
        client.publishing().count(frame.size);
        return client.publishing().accept(frame);
    }

    private void keep(int identifier, Outgoing message, byte[] header, boolean passed) {
        if (!passed) {
            line.owe(PacketType.PUBACK, identifier, 0);
            return;
        }
        AckLine.Entry owed = line.owe(PacketType.PUBACK, identifier, 2);
        retaining.store(message, owed::done);
        store(message, header, owed.whenStored());
    }

    private void store(Outgoing message, byte[] header, Requests.Stored told) {
        byte[] to = Names.bytes(Names.MESSAGES_SUBJECT + Names.text(message.subject()));
        requests.store(to, header, message.bytes(), message.offset(), message.length(), told);
    }

    // ---- QoS 2

    private byte[] heldSubject(int identifier) {
        return Names.bytes(Names.HELD_SUBJECT + client.clientId() + "." + identifier);
    }

    private void hold(int identifier, Outgoing message, byte[] header, boolean again) {
        if (held.find(identifier) != null) {
            // sent again before its PUBREC: another PUBREC is owed, and nothing else
            line.owe(PacketType.PUBREC, identifier, 0);
            return;
        }
        HeldMessages.Held one = held.remember(identifier, message.kept(), again);
        AckLine.Entry owed = line.owe(PacketType.PUBREC, identifier, 1);
        requests.store(
                heldSubject(identifier),
                header,
                message.bytes(),
                message.offset(),
                message.length(),
                new Requests.Stored() {
                    @Override
                    public void stored(long sequence, boolean duplicate) {
                        know(one, sequence);
                        owed.done();
                    }

                    @Override
                    public void failed(RequestFailedException cause) {
                        if (isThereAlready(cause)) {
                            know(one, TOO_MANY);
                            owed.done();
                        } else {
                            owed.failed(cause);
                        }
                    }
                });
    }

    private static void know(HeldMessages.@Nullable Held one, long sequence) {
        if (one != null) {
            one.sequence = sequence;
        }
    }

    /** The stream holds one message for each identifier, and keeps the first. */
    private static boolean isThereAlready(RequestFailedException cause) {
        return cause.is(JetStreamError.STREAM_STORE_FAILED.errCode())
                && String.valueOf(cause.getMessage()).contains("maximum messages per subject exceeded");
    }

    /** PUBREL came. */
    void release(int identifier) {
        HeldMessages.Held known = held.find(identifier);
        if (known != null && known.sequence == 0) {
            client.malformed(0, "QoS2 PUBREL (pi=" + identifier + ") received before its PUBREC was sent");
            return;
        }
        if (known == null && held.isReleased(identifier)) {
            line.owe(PacketType.PUBCOMP, identifier, 0);
            return;
        }
        if (known != null && known.sequence > 0) {
            release(identifier, known.message, known.sequence);
            return;
        }
        held.drop(identifier);
        load(identifier);
    }

    private void load(int identifier) {
        client.hold();
        client.begin();
        byte[] body = new JsonWriter()
                .field("last_by_subj", Names.text(heldSubject(identifier)))
                .toBytes();
        requests.ask("STREAM.MSG.GET." + Names.HELD, body)
                .whenComplete((answer, failure) -> client.execute(() -> {
                    if (!client.isClosed()) {
                        loaded(identifier, answer, failure);
                    }
                    client.end();
                    client.release();
                }));
    }

    private void loaded(int identifier, @Nullable JsonObject answer, @Nullable Throwable failure) {
        JsonObject message = answer == null ? null : answer.object("message");
        if (message == null) {
            if (failure != null && Streams.isError(failure, JetStreamError.NO_MESSAGE_FOUND)) {
                line.owe(PacketType.PUBCOMP, identifier, 0);
            } else {
                client.fail("unable to load the held QoS2 message (pi=" + identifier + ")");
            }
            return;
        }
        byte[] header = RetainedMessages.binary(message, "hdrs");
        byte[] payload = RetainedMessages.binary(message, "data");
        String to = HeaderBlock.text(header, Names.SUBJECT);
        long sequence = message.integer("seq", 0);
        if (to == null || to.isEmpty() || PublishHeaders.qos(header, 0, header.length) != 2) {
            delete(sequence, null);
            client.fail("invalid message in QoS2 PUBREL stream");
            return;
        }
        int retain = PublishHeaders.heldFlags(header) & PublishPacket.RETAIN;
        release(identifier, new Outgoing(Names.bytes(to), null, 2 << 1 | retain, payload, 0, payload.length), sequence);
    }

    /**
     * The message goes its way, under an id that keeps it from going twice. Only once it is stored is it held no longer: a server that dies in between
     * must find it, since the client will ask for its release again.
     */
    private void release(int identifier, Outgoing message, long sequence) {
        held.release(identifier);
        if (!deliver(message, false)) {
            delete(sequence, line.owe(PacketType.PUBCOMP, identifier, 1));
            return;
        }
        AckLine.Entry owed = line.owe(PacketType.PUBCOMP, identifier, 2);
        retaining.store(message, owed::done);
        store(message, PublishHeaders.published(2, "q2-" + sequence), new Requests.Stored() {
            @Override
            public void stored(long storedAs, boolean duplicate) {
                delete(sequence, owed);
            }

            @Override
            public void failed(RequestFailedException cause) {
                owed.failed(cause);
            }
        });
    }

    private void delete(long sequence, AckLine.@Nullable Entry owed) {
        requests.ask("STREAM.MSG.DELETE." + Names.HELD, RetainedMessages.deletion(sequence))
                .whenComplete((answer, failure) -> {
                    if (owed == null) {
                        return;
                    }
                    if (failure == null || Streams.isGone(failure)) {
                        owed.done();
                    } else {
                        owed.failed(new RequestFailedException(MqttAccount.reason(failure)));
                    }
                });
    }

    // ---- wills

    /** The client goes without a word: its last one. */
    void will(Will will) throws MalformedPacketException {
        byte[] to = Topics.toSubject(will.topic(), 0, will.topic().length, false);
        int flags = will.qos() << 1 | (will.retain() ? PublishPacket.RETAIN : 0);
        Outgoing message = mapped(to, flags, will.payload(), 0, will.payload().length);
        if (!deliver(message, false)) {
            return;
        }
        retaining.store(message, () -> {});
        if (message.qos() > 0) {
            store(message, PublishHeaders.published(message.qos()), new Requests.Stored() {
                @Override
                public void stored(long sequence, boolean duplicate) {}

                @Override
                public void failed(RequestFailedException cause) {
                    client.error("unable to store the will: " + cause.getMessage());
                }
            });
        }
    }
}
