// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

/**
 * Keeps what a client publishes to be retained, and the births of Sparkplug as the certificates that they are. Confined to the client's loop.
 */
final class Retaining {
    private final MqttClient client;
    private final Requests requests;

    Retaining(MqttClient client, Requests requests) {
        this.client = client;
        this.requests = requests;
    }

    /** Keeps a message if it is to be kept; {@code done} is told when it is, or if there is nothing to keep, or if it cannot be kept. */
    void store(Outgoing message, Runnable done) {
        byte[] subject = message.subject();
        byte[] topic =
                message.isRetained() || subject[0] == 's' ? Topics.ofSubject(subject, 0, subject.length) : subject;
        boolean birth = Sparkplug.kind(topic) == Sparkplug.Kind.BIRTH;
        // Sparkplug: births are never published to be retained
        if (birth == message.isRetained()) {
            done.run();
        } else if (birth) {
            certify(topic, message, done);
        } else {
            keep(subject, message.flags() & ~PublishPacket.DUP, message, done);
        }
    }

    /** Told on the topic of certificates now, and kept there. */
    private void certify(byte[] topic, Outgoing message, Runnable done) {
        byte[] certificate = Sparkplug.certificate(topic);
        byte[] subject;
        try {
            subject = Topics.toSubject(certificate, 0, certificate.length, false);
        } catch (MalformedPacketException e) {
            throw new IllegalStateException("a topic that was one before", e);
        }
        if (message.length() > 0) {
            requests.send(subject, message.payload());
        }
        keep(subject, message.flags() & ~PublishPacket.DUP | PublishPacket.RETAIN, message, done);
    }

    private void keep(byte[] subject, int flags, Outgoing message, Runnable done) {
        String name = Names.text(subject);
        RetainedMessage kept =
                new RetainedMessage(name, flags, client.serverId(), client.userName(), message.payload());
        requests.store(
                Names.bytes(Names.RETAINED_SUBJECT + name), kept.header(), kept.payload(), new Requests.Stored() {
                    @Override
                    public void stored(long sequence, boolean duplicate) {
                        done.run();
                    }

                    @Override
                    public void failed(RequestFailedException cause) {
                        client.error("unable to store retained message for account "
                                + SessionBook.quoted(client.account().name()) + ", subject "
                                + SessionBook.quoted(name) + ": " + cause.getMessage());
                        done.run();
                    }
                });
    }
}
