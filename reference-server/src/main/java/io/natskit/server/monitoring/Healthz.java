// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.jetstream.JetStream;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.consumer.ConsumerActor;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the server does what it should ({@code /healthz}, MO-11). */
final class Healthz {
    private static final String UNAVAILABLE = "unavailable";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int FAULT = 500;
    private static final int NOT_AVAILABLE = 503;

    private final Sources sources;
    private final Options asked;
    private final List<Problem> problems = new ArrayList<>();
    private int code;

    /** What is asked for. Confined to one thread while it is filled. */
    static final class Options {
        boolean enabledOnly;
        boolean serverOnly;
        boolean metaOnly;
        String account = "";
        String stream = "";
        String consumer = "";
        boolean details;

        static Options of(Query query) {
            Options options = new Options();
            boolean old = query.bool("js-enabled");
            options.enabledOnly = query.bool("js-enabled-only") || old;
            options.serverOnly = query.bool("js-server-only");
            options.metaOnly = query.bool("js-meta-only");
            options.details = query.bool("details");
            options.account = query.text("account");
            options.stream = query.text("stream");
            options.consumer = query.text("consumer");
            return options;
        }

        /** Takes a field of a request; false if it is none of these. */
        boolean read(StructReader in) {
            switch (in.name()) {
                case "js-enabled", "js-enabled-only" -> enabledOnly |= in.bool(false);
                case "js-server-only" -> serverOnly = in.bool(serverOnly);
                case "js-meta-only" -> metaOnly = in.bool(metaOnly);
                case "account" -> account = in.string(account);
                case "stream" -> stream = in.string(stream);
                case "consumer" -> consumer = in.string(consumer);
                case "details" -> details = in.bool(details);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private record Problem(String type, String account, String stream, String consumer, String text) {}

    private Healthz(Sources sources, Options asked) {
        this.sources = sources;
        this.asked = asked;
    }

    /**
     * What was found. Immutable.
     *
     * @param code as of HTTP: 200 for good health
     * @param status in a word
     * @param problems what is wrong
     * @param details whether all that is wrong is told
     */
    record Result(int code, String status, List<Problem> problems, boolean details) {
        /** Writes it, with its code where the answer is not sent over HTTP. */
        void writeTo(JsonWriter json, boolean withCode) {
            json.field("status", status);
            if (withCode) {
                json.field("status_code", code);
            }
            if (problems.isEmpty()) {
                return;
            }
            if (!details) {
                json.field("error", problems.get(0).text);
                return;
            }
            json.beginArray("errors");
            for (Problem one : problems) {
                json.beginElement()
                        .field("type", one.type)
                        .fieldIfPresent("account", one.account)
                        .fieldIfPresent("stream", one.stream)
                        .fieldIfPresent("consumer", one.consumer)
                        .field("error", one.text)
                        .end();
            }
            json.endArray();
        }

        /** What is wrong, for the log; null for good health. */
        @Nullable
        String inWords() {
            if (problems.isEmpty()) {
                return null;
            }
            return details ? problems.size() + " errors" : '"' + problems.get(0).text + '"';
        }
    }

    static Result check(Sources sources, Options asked) {
        Healthz health = new Healthz(sources, asked);
        String status = health.check();
        boolean good = health.problems.isEmpty();
        int code = health.code != 0 ? health.code : good ? OK : NOT_AVAILABLE;
        String word = asked.details ? good ? "ok" : "error" : status;
        return new Result(code, word, List.copyOf(health.problems), asked.details);
    }

    /** The status in a word, where no details are asked for. */
    private String check() {
        if (asked.account.isEmpty() && !asked.stream.isEmpty()) {
            return invalid("\"account\" must not be empty when checking stream health");
        }
        if (asked.stream.isEmpty() && !asked.consumer.isEmpty()) {
            return invalid("\"stream\" must not be empty when checking consumer health");
        }
        if (!sources.isListening().getAsBoolean()) {
            code = FAULT;
            problem("CONNECTION", "", "", "", "failed to be ready for connections after 1ms: server");
            return "error";
        }
        if (asked.serverOnly || !sources.context().options().jetStream().enabled()) {
            return "ok";
        }
        JetStream jetStream = sources.jetStream().get();
        if (jetStream == null) {
            code = NOT_AVAILABLE;
            problem("JETSTREAM", "", "", "", "jetstream not enabled");
            return UNAVAILABLE;
        }
        if (!asked.enabledOnly) {
            streams(jetStream.server().accounts(), jetStream);
        }
        return problems.isEmpty() ? "ok" : UNAVAILABLE;
    }

    private String invalid(String text) {
        code = BAD_REQUEST;
        problem("BAD_REQUEST", "", "", "", text);
        return "error";
    }

    private void problem(String type, String account, String stream, String consumer, String text) {
        problems.add(new Problem(type, account, stream, consumer, text));
    }

    private void streams(Collection<JetStreamAccount> all, JetStream jetStream) {
        if (asked.account.isEmpty()) {
            all.forEach(this::account);
            return;
        }
        JetStreamAccount account = jetStream.server().find(asked.account);
        if (account == null
                || account.streams().isEmpty() && account.unrecovered().isEmpty()) {
            notFound("ACCOUNT", "JetStream account \"" + asked.account + "\" not found");
            return;
        }
        if (asked.stream.isEmpty()) {
            account(account);
            return;
        }
        if (account.unrecovered().contains(asked.stream)) {
            unrecovered(account.name(), asked.stream);
            return;
        }
        Stream stream = account.find(asked.stream);
        if (stream == null) {
            notFound(
                    "STREAM",
                    "JetStream stream \"" + asked.stream + "\" not found on account \"" + asked.account + "\"");
            return;
        }
        stream(stream);
        if (problems.isEmpty() && !asked.consumer.isEmpty() && !hasConsumer(stream)) {
            notFound(
                    "CONSUMER",
                    "JetStream consumer \"" + asked.consumer + "\" not found for stream \"" + asked.stream
                            + "\" on account \"" + asked.account + "\"");
        }
    }

    /** Any thread: what a fault has put out of service says so without its loop. */
    private void stream(Stream stream) {
        if (stream.isOffline()) {
            unrecovered(stream.account().name(), stream.name());
        }
    }

    private void account(JetStreamAccount account) {
        account.streams().forEach(this::stream);
        account.unrecovered().forEach(name -> unrecovered(account.name(), name));
    }

    private void unrecovered(String account, String stream) {
        problem(
                "STREAM",
                account,
                stream,
                "",
                "JetStream stream '" + account + " > " + stream + "' could not be recovered");
    }

    private boolean hasConsumer(Stream stream) {
        List<Boolean> found = StreamReading.of(
                List.of(stream),
                own -> Consumers.shown(own).stream().map(ConsumerActor::name).anyMatch(asked.consumer::equals));
        return found.contains(true);
    }

    private void notFound(String type, String text) {
        code = NOT_FOUND;
        problem(
                type,
                asked.account,
                type.equals("ACCOUNT") ? "" : asked.stream,
                type.equals("CONSUMER") ? asked.consumer : "",
                text);
    }
}
