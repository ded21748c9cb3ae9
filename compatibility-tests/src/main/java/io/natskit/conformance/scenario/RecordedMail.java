// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.TranscriptFailure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Mail that gives what was recorded, or keeps what another mail gives. What is sent to a recording goes nowhere. */
final class RecordedMail implements Mail {
    private final Iterator<Delivery> recorded;

    RecordedMail(List<Delivery> recorded) {
        this.recorded = recorded.iterator();
    }

    @Override
    public void login(int connection, String json) {
        // a recording has no connections
    }

    @Override
    public void subscribe(int connection, String name, String subject, String queue) {
        // a recording does not listen
    }

    @Override
    public void fence(int connection) {
        // a recording has no connections
    }

    @Override
    public void unsubscribe(int connection, String name) {
        // a recording does not listen
    }

    @Override
    public void publish(int connection, String subject, String reply, String headers, String payload) {
        // a recording does not listen
    }

    @Override
    public Delivery take(int connection, String name) {
        if (!recorded.hasNext()) {
            throw new TranscriptFailure("the recording has no further message (" + name + ")");
        }
        return recorded.next();
    }

    @Override
    public void untake() {
        throw new TranscriptFailure("what was recorded last is not what the case waits for");
    }

    @Override
    public void nothing(int connection, String name) {
        if (name.isEmpty() && recorded.hasNext()) {
            throw new TranscriptFailure("the recording has more: " + recorded.next());
        }
    }

    @Override
    public void cut(int connection) {
        // a recording has no connections
    }

    @Override
    public void close() {
        // nothing is held
    }

    /** Gives what another mail gives and keeps it. */
    static final class Keeping implements Mail {
        private final Mail mail;
        private final List<Delivery> kept = new ArrayList<>();

        Keeping(Mail mail) {
            this.mail = mail;
        }

        List<Delivery> kept() {
            return List.copyOf(kept);
        }

        @Override
        public void login(int connection, String json) {
            mail.login(connection, json);
        }

        @Override
        public void subscribe(int connection, String name, String subject, String queue) {
            mail.subscribe(connection, name, subject, queue);
        }

        @Override
        public void fence(int connection) {
            mail.fence(connection);
        }

        @Override
        public void unsubscribe(int connection, String name) {
            mail.unsubscribe(connection, name);
        }

        @Override
        public void publish(int connection, String subject, String reply, String headers, String payload) {
            mail.publish(connection, subject, reply, headers, payload);
        }

        @Override
        public Delivery take(int connection, String name) {
            Delivery delivery = mail.take(connection, name);
            kept.add(delivery);
            return delivery;
        }

        @Override
        public void untake() {
            kept.remove(kept.size() - 1);
            mail.untake();
        }

        @Override
        public void nothing(int connection, String name) {
            mail.nothing(connection, name);
        }

        @Override
        public void cut(int connection) {
            mail.cut(connection);
        }

        @Override
        public void close() {
            mail.close();
        }
    }
}
