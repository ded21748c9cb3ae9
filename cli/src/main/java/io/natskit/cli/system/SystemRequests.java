// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import io.natskit.cli.action.Failure;
import io.natskit.cli.connect.Session;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Replies;
import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks servers through the system account. */
final class SystemRequests {
    private static final Duration STALL = Duration.ofMillis(300);
    private static final String REMEDY =
            "log in as a user of the system account, such as --user sys; system_account names it in the configuration";

    private final Session session;

    SystemRequests(Session session) {
        this.session = session;
    }

    /** Asks all servers for {@code what}, such as {@code CONNZ}; nothing for how they are. Throws {@link Failure} where none answers. */
    List<Answer> all(String what, byte[] body) {
        return gather("$SYS.REQ.SERVER.PING" + (what.isEmpty() ? "" : "." + what), body);
    }

    /** Asks all servers for {@code what} about the own account; any user may. */
    List<Answer> ofOwnAccount(String what, byte[] body) {
        return gather("$SYS.REQ.ACCOUNT.PING." + what, body);
    }

    private List<Answer> gather(String subject, byte[] body) {
        List<Answer> answers = new ArrayList<>();
        long start = System.nanoTime();
        OutgoingMessage request = OutgoingMessage.of(subject, body);
        try (Replies replies = session.connection()
                .requestMany(request, o -> o.timeout(session.timeout()).stall(STALL))) {
            for (Message reply : replies) {
                answers.add(read(reply, start));
            }
        }
        if (answers.isEmpty()) {
            throw new Failure("no server answers the system account's requests", REMEDY);
        }
        answers.sort(Comparator.comparing(Answer::name));
        return answers;
    }

    /** The first of {@code all} that goes by this name or id, or of all for null; throws {@link Failure} for none. */
    Answer of(@Nullable String server, String what, byte[] body) {
        List<Answer> answers = all(what, body);
        return answers.stream()
                .filter(answer -> server == null || answer.isOf(server))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        "no server is called \"" + server + "\"",
                        answers.stream().map(Answer::name).collect(Collectors.joining(", ", "these answered: ", ""))));
    }

    /** Asks one server. */
    Answer one(String subject, byte[] body) {
        long start = System.nanoTime();
        return read(session.connection().request(subject, body, session.timeout()), start);
    }

    private static Answer read(Message reply, long start) {
        Answer answer =
                new Answer(reply.bytes(), JsonObject.parse(reply.bytes()), Duration.ofNanos(System.nanoTime() - start));
        JsonObject error = answer.json().object("error");
        if (error != null) {
            throw new Failure("the server refuses: " + Answer.text(error, "description"), REMEDY);
        }
        return answer;
    }
}
