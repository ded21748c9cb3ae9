// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.HeaderNames;
import io.natskit.server.local.LocalMessage;
import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request to {@code $JS.API}, and the way of its answer. Answered once, from whatever loop the work ended on. What an answer begins with
 * (its type), and what it ends with when it is an error, are the operation's.
 */
public final class ApiRequest {
    private static final byte[] NONE = {};

    private final Api api;
    private final JetStreamAccount account;
    private final LocalMessage message;
    private final String subject;
    private final String[] tokens;
    private final Operation operation;
    private volatile boolean answered;
    private volatile @Nullable Runnable afterwards;

    ApiRequest(
            Api api,
            JetStreamAccount account,
            LocalMessage message,
            String subject,
            String[] tokens,
            Operation operation) {
        this.api = api;
        this.account = account;
        this.message = message;
        this.subject = subject;
        this.tokens = tokens;
        this.operation = operation;
    }

    /** The row of the table that answers it. */
    Operation operation() {
        return operation;
    }

    /** The account that asks. */
    public JetStreamAccount account() {
        return account;
    }

    /** The whole subject, without a domain's name. */
    public String subject() {
        return subject;
    }

    /** A token behind {@code $JS.API}, from 0. */
    public String token(int index) {
        return tokens[index];
    }

    /** How many tokens there are behind {@code $JS.API}. */
    public int tokenCount() {
        return tokens.length;
    }

    /** The tokens from that one on, as a subject. */
    public String tokensFrom(int index) {
        return String.join(".", Arrays.asList(tokens).subList(index, tokens.length));
    }

    /** The body. */
    public byte[] body() {
        return message.payloadBytes();
    }

    /** The subject that the answer goes to, empty for none. */
    public byte[] reply() {
        return message.replyBytes();
    }

    /** The value of a header, or null. */
    public @Nullable String header(byte[] name) {
        return HeaderBlock.text(message.bytes(), message.header(), message.headerLength(), name);
    }

    /** What came. */
    public LocalMessage message() {
        return message;
    }

    /** Whether the body says nothing: no bytes, white space, or an object or array with nothing inside. */
    public boolean isEmpty() {
        String text = new String(body(), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return true;
        }
        boolean object = text.startsWith("{") && text.endsWith("}");
        boolean array = text.startsWith("[") && text.endsWith("]");
        return text.length() >= 2
                && (object || array)
                && text.substring(1, text.length() - 1).isBlank();
    }

    /** Whether the body is an object or an array; anything else means no wishes where a body is optional. */
    public boolean hasJson() {
        for (byte b : body()) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    /** Reads the body. Refuses what cannot be read, with the answer that nats-server gives; names that nobody knows only where the server is strict (CF-14). */
    public <T> T read(Body<T> reader) {
        byte[] body = body();
        try {
            return reader.read(body, 0, body.length, true);
        } catch (JsonException e) {
            if (account.options().strict()) {
                throw unreadable(e);
            }
        }
        try {
            return reader.read(body, 0, body.length, false);
        } catch (JsonException e) {
            throw unreadable(e);
        }
    }

    /** As {@link #read(Body)}, for bodies in which unknown names are passed over in any case. */
    public <T> T read(PlainBody<T> reader) {
        return read((json, offset, length, strict) -> reader.read(json, offset, length));
    }

    private static ApiException unreadable(JsonException e) {
        return new ApiException(JetStreamError.INVALID_JSON.with(String.valueOf(e.getMessage())));
    }

    /** How a body is read. */
    @FunctionalInterface
    public interface Body<T> {
        /** Reads a range; {@code strict} refuses unknown names. Throws {@link JsonException}. */
        T read(byte[] json, int offset, int length, boolean strict);
    }

    /** How a body is read that may have unknown names. */
    @FunctionalInterface
    public interface PlainBody<T> {
        /** Reads a range. Throws {@link JsonException}. */
        T read(byte[] json, int offset, int length);
    }

    /** Answers; what is given writes the fields behind the type. */
    public void answer(Consumer<JsonWriter> fields) {
        JsonWriter json = new JsonWriter().field("type", operation.type());
        fields.accept(json);
        send(json.toBytes(), operation.isAudited());
    }

    /** As {@link #answer(Consumer)}, with a header block. */
    void answer(byte[] headers, Consumer<JsonWriter> fields) {
        JsonWriter json = new JsonWriter().field("type", operation.type());
        fields.accept(json);
        send(headers, json.toBytes(), operation.isAudited());
    }

    /** Answers that it was done. */
    public void success() {
        answer(json -> json.field("success", true));
    }

    /** Answers with an error. */
    public void refuse(ApiError error) {
        account.apiErrors().incrementAndGet();
        JsonWriter json = new JsonWriter().field("type", operation.type());
        error.writeTo(json.begin("error"));
        json.end();
        operation.afterError().accept(json);
        send(json.toBytes(), true);
    }

    /** Answers with an error that has no places to fill. */
    public void refuse(JetStreamError error) {
        refuse(error.with());
    }

    /** Answers with what went wrong; what is not meant for clients becomes {@code fallback} with its words. */
    public void refuse(RuntimeException problem, JetStreamError fallback) {
        refuse(
                problem instanceof ApiException known
                        ? known.error()
                        : fallback.with(String.valueOf(problem.getMessage())));
    }

    /** Runs something on the account's home loop once this is answered. On the home loop, before it is. */
    void whenAnswered(Runnable action) {
        afterwards = action;
    }

    /** A fault of the server itself: the log says what, this request is answered by an error, and all others go on. */
    void failed(RuntimeException fault) {
        account.error("JetStream API request '" + subject + "' failed: " + Fence.describe(fault));
        if (!answered) {
            refuse(JetStreamError.STREAM_GENERAL_ERROR.with("internal error"));
        }
    }

    private void send(byte[] json, boolean audited) {
        send(NONE, json, audited);
    }

    private void send(byte[] headers, byte[] json, boolean audited) {
        if (answered) {
            return; // it failed behind its answer
        }
        answered = true;
        account.server().inflight().decrementAndGet();
        byte[] to = message.replyBytes();
        if (to.length > 0) {
            account.clients().publisher().publish(account.account(), to, NONE, headers, json);
        }
        if (audited) {
            api.audit(this, json);
        }
        Runnable action = afterwards;
        if (action != null) {
            account.home().execute(action);
        }
    }

    /** It is not answered at all. */
    public void drop() {
        answered = true;
        account.server().inflight().decrementAndGet();
    }

    /** The level that the request says it needs, as a text; null if it says nothing. */
    @Nullable
    String requiredLevel() {
        return header(HeaderNames.REQUIRED_API_LEVEL);
    }
}
