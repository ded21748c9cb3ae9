// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.natskit.server.config.DashboardMessages;
import io.natskit.server.config.MonitoringOptions;
import io.natskit.server.dashboard.Heard;
import io.natskit.server.dashboard.LiveMessages;
import io.natskit.server.dashboard.Login;
import io.natskit.server.dashboard.RefusedException;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets the dashboard hear and publish over HTTP, where that is allowed. Requests must come from the page itself: no other page can send the header that
 * is asked for, and where nobody has to log in, no name that somebody else may point at this address is answered.
 */
final class MessagesHandler implements HttpHandler {
    /** Where it is, below the dashboard. */
    static final String PATH = Dashboard.PATH + "/messages";

    private static final String OWN_HEADER = "NatsKit-Dashboard";
    private static final int BODY_MAX = 64 * 1_024;

    private final ServerContext context;
    private final LiveMessages messages;
    private final String base;

    MessagesHandler(ServerContext context, LiveMessages messages, String base) {
        this.context = context;
        this.messages = messages;
        this.base = base;
    }

    /** Who may hear and publish. */
    private enum Mode {
        OPEN,
        LOGIN,
        OFF
    }

    /** What the page asks for, as it stands in the request. */
    private static final class Asked {
        String subject = "";
        String reply = "";
        String payload = "";
        String user = "";
        String password = "";

        static Asked of(byte[] body) {
            Asked asked = new Asked();
            StructReader in = StructReader.lenient(body);
            while (in.next()) {
                switch (in.name()) {
                    case "subject" -> asked.subject = in.string("");
                    case "reply" -> asked.reply = in.string("");
                    case "payload" -> asked.payload = in.string("");
                    case "user" -> asked.user = in.string("");
                    case "password" -> asked.password = in.string("");
                    default -> in.unknown();
                }
            }
            return asked;
        }

        Login login() {
            return user.isEmpty() && password.isEmpty() ? Login.NONE : new Login(user, password);
        }
    }

    private Mode mode() {
        MonitoringOptions options = context.options().monitoring();
        ServerInfo.Facts facts = context.info().facts();
        // a certificate is shown to the client port; nothing here could stand for it
        if (options.dashboardMessages() == DashboardMessages.NEVER || facts.tlsVerify()) {
            return Mode.OFF;
        }
        if (!facts.authRequired()) {
            return Mode.OPEN;
        }
        return options.dashboardMessages() == DashboardMessages.ALWAYS ? Mode.LOGIN : Mode.OFF;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            MonitoringServer.send(exchange, answer(exchange));
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI()
                .getPath()
                .substring(BasePath.clean(base + PATH).length());
        String method = exchange.getRequestMethod();
        Mode mode = mode();
        if (path.isEmpty() && method.equals("GET")) {
            return object(200, new JsonWriter().field("mode", mode.name().toLowerCase(Locale.ROOT)));
        }
        String refusal = refusal(exchange.getRequestHeaders(), mode);
        if (refusal != null) {
            return error(403, refusal);
        }
        try {
            return switch (method + " " + path) {
                case "POST /publish" -> publish(body(exchange));
                case "POST /tail" -> listen(body(exchange));
                case "GET /tail" -> next(Query.of(exchange.getRequestURI().getRawQuery()));
                case "DELETE /tail" -> end(Query.of(exchange.getRequestURI().getRawQuery()));
                default -> error(404, "no such request");
            };
        } catch (RefusedException e) {
            // the request was well made: that the server would not have it is an answer
            return error(200, String.valueOf(e.getMessage()));
        } catch (InvalidRequestException | JsonException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String refusal(Headers headers, Mode mode) {
        if (mode == Mode.OFF) {
            return "messages are off (dashboard { messages: true } lets those who log in)";
        }
        if (headers.getFirst(OWN_HEADER) == null) {
            return "not asked for by the dashboard (expected: the header " + OWN_HEADER + ")";
        }
        if (mode == Mode.OPEN && !isOwnName(headers.getFirst("Host"))) {
            return "not asked for by the server's address (expected: an IP address, localhost, or the configured host)";
        }
        return null;
    }

    /** Whether nobody else can have pointed that name here. */
    private boolean isOwnName(@Nullable String hostAndPort) {
        if (hostAndPort == null || hostAndPort.startsWith("[")) {
            return hostAndPort != null;
        }
        int colon = hostAndPort.indexOf(':');
        String host = (colon < 0 ? hostAndPort : hostAndPort.substring(0, colon)).toLowerCase(Locale.ROOT);
        boolean address = !host.isEmpty() && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return address
                || host.equals("localhost")
                || host.equalsIgnoreCase(context.options().monitoring().host())
                || host.equalsIgnoreCase(context.options().listen().host());
    }

    private static Asked body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
        if (body.length > BODY_MAX) {
            throw new InvalidRequestException("more than " + BODY_MAX + " bytes");
        }
        return Asked.of(body);
    }

    private Answer publish(Asked asked) {
        byte[] payload = asked.payload.getBytes(StandardCharsets.UTF_8);
        messages.publish(asked.login(), asked.subject, asked.reply, payload);
        return object(200, new JsonWriter().field("published", asked.subject).field("bytes", payload.length));
    }

    private Answer listen(Asked asked) {
        return object(200, new JsonWriter().field("id", messages.listen(asked.login(), asked.subject)));
    }

    private Answer next(Query query) {
        LiveMessages.Part part = messages.next(query.text("id"), query.unsigned("after"));
        JsonWriter json = new JsonWriter().field("more", part.more()).fieldIfPresent("ended", part.ended());
        json.beginArray("messages");
        for (Heard one : part.messages()) {
            json.beginElement()
                    .field("seq", one.sequence())
                    .field("subject", one.subject())
                    .fieldIfPresent("reply", one.reply())
                    .fieldIfPresent("headers", one.headers())
                    .field("payload", one.payload())
                    .field("size", one.size())
                    .field("text", one.text())
                    .end();
        }
        json.endArray();
        return object(200, json);
    }

    private Answer end(Query query) {
        messages.end(query.text("id"));
        return object(200, new JsonWriter());
    }

    private static Answer error(int code, String text) {
        return object(code, new JsonWriter().field("error", text));
    }

    private static Answer object(int code, JsonWriter json) {
        return Dashboard.json(code, json.toBytes());
    }
}
