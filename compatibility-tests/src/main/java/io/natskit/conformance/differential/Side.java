// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.differential;

import io.natskit.conformance.scenario.Delivery;
import io.natskit.conformance.scenario.Masks;
import io.natskit.conformance.scenario.SocketMail;
import io.natskit.conformance.target.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One of the two servers: does operations and tells what came of them, as lines that can be compared. Confined to one thread. */
final class Side implements AutoCloseable {
    private static final String ANSWERS = "answers";

    /** What nats-server says while it still removes the files of a stream of that name. */
    private static final String BUSY = "/error/description = \"error creating store for stream\"";

    /** nats-server's consumer goes to sleep where the last message of a subject that it begins with is gone, and wakes when it is asked again (docs/differences.md). */
    private static final String ASLEEP = "header NATS/1.0 408 Request Timeout";

    private static final int BUSY_MAX = 100;
    private static final long BUSY_NANOS = 20_000_000;

    private final SocketMail mail;
    private final List<String> waiting = new ArrayList<>();
    private int inboxes;

    Side(RunningServer server, Duration patience) {
        mail = new SocketMail(server.host(), server.port(), patience);
        mail.subscribe(1, ANSWERS, "_INBOX.differential.>", "");
        mail.fence(1);
    }

    List<String> perform(Operation operation) {
        if (operation instanceof Operation.Request request) {
            List<String> answer = request(request.subject(), "", request.payload());
            for (int i = 0; i < BUSY_MAX && answer.contains(BUSY); i++) {
                LockSupport.parkNanos(BUSY_NANOS);
                answer = request(request.subject(), "", request.payload());
            }
            if (request.subject().startsWith("$JS.API.CONSUMER.CREATE.")) {
                answer.removeIf(line -> line.startsWith(
                        "/num_pending")); // may lag behind a publish; the info is compared when it has settled
            }
            return answer;
        }
        if (operation instanceof Operation.Publish publish) {
            return request(publish.subject(), publish.headers(), publish.payload());
        }
        if (operation instanceof Operation.Batch batch) {
            List<String> lines = new ArrayList<>();
            batch.messages().forEach(m -> lines.addAll(request(m.subject(), m.headers(), m.payload())));
            return lines;
        }
        if (operation instanceof Operation.Pull pull) {
            List<String> got = pull(pull);
            boolean nothing = got.stream().noneMatch(line -> line.startsWith("reply $JS.ACK."));
            return nothing && got.contains(ASLEEP) ? pull(pull) : got;
        }
        Operation.Ack ack = (Operation.Ack) operation;
        return request(waiting.remove(ack.index()), "", ack.payload());
    }

    List<String> request(String subject, String headers, String payload) {
        String inbox = "_INBOX.differential." + ++inboxes;
        mail.publish(1, subject, inbox, headers, payload);
        Delivery answer = mail.take(1, ANSWERS);
        return withoutNought(Masks.lines(new Delivery("", answer.reply(), answer.headers(), answer.payload())));
    }

    /** nats-server counts sequence 0 as deleted where a stream in files never had a message; see docs/differences.md. */
    private static List<String> withoutNought(List<String> lines) {
        if (lines.contains("/state/last_seq = 0")) {
            lines.removeIf(line -> line.startsWith("/state/num_deleted") || line.startsWith("/state/deleted"));
        }
        return lines;
    }

    private List<String> pull(Operation.Pull pull) {
        String inbox = "_INBOX.differential." + ++inboxes;
        String request = "{\"batch\":" + pull.batch() + ",\"no_wait\":true,\"expires\":100000000}";
        mail.publish(1, "$JS.API.CONSUMER.MSG.NEXT." + pull.stream() + "." + pull.consumer(), inbox, "", request);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < pull.batch(); i++) {
            Delivery delivery = mail.take(1, ANSWERS);
            boolean ends = delivery.subject().startsWith("_INBOX.");
            String subject = ends ? "" : delivery.subject();
            lines.addAll(Masks.lines(
                    new Delivery(subject, settled(delivery.reply()), delivery.headers(), delivery.payload())));
            if (ends) {
                break;
            }
            if (pull.acknowledged()) {
                waiting.add(delivery.reply());
            }
        }
        return lines;
    }

    /** A reply subject without its last part: how many wait may lag behind a publish; the consumer's info tells it when it has settled. */
    private static String settled(String reply) {
        return reply.isEmpty() ? "" : reply.substring(0, reply.lastIndexOf('.'));
    }

    /** Delivered and not acknowledged, where acknowledgements count. */
    List<String> waiting() {
        return waiting;
    }

    /** Forgets what a consumer, or every consumer of a stream, has delivered. */
    void forget(String prefix) {
        waiting.removeIf(reply -> reply.startsWith("$JS.ACK." + prefix + "."));
    }

    @Override
    public void close() {
        mail.close();
    }
}
