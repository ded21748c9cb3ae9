// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.account.Account;
import io.natskit.server.monitoring.ServerRequests;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.transport.EventLoop;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works requests out and answers them. On threads that may wait. */
final class Desk {
    private static final int BAD_REQUEST = 400;
    private static final String PING = "PING";

    private final ServerContext context;
    private final Account<Subscription> system;
    private final ServerRequests state;
    private final Envelope envelope;
    private final Voice voice;
    private final EventLoop loop;
    private final ClientEvents events;
    private final Statistics statistics;
    private final Profiles profiles = new Profiles();
    private final Actions actions;

    Desk(
            ServerContext context,
            Account<Subscription> system,
            ServerRequests state,
            Envelope envelope,
            Voice voice,
            EventLoop loop,
            ClientEvents events,
            Statistics statistics,
            Actions actions) {
        this.context = context;
        this.system = system;
        this.state = state;
        this.envelope = envelope;
        this.voice = voice;
        this.loop = loop;
        this.events = events;
        this.statistics = statistics;
        this.actions = actions;
    }

    /** Answers whatever it is. */
    void answer(Asked asked) {
        List<String> tokens = List.of(asked.subject().split("\\.", -1));
        String about = tokens.get(2);
        String word = tokens.get(tokens.size() - 1);
        boolean ofSystem = asked.account() == system;
        switch (about) {
            case "USER" -> user(asked);
            case "SUBSCRIBERS" -> subscribers(asked);
            case "SERVER" -> {
                if (ofSystem) {
                    server(asked, word.equals(PING) ? "STATSZ" : word);
                } else {
                    own(asked, word);
                }
            }
            default -> {
                if (word.equals("NSUBS")) {
                    subscribersOf(asked);
                } else if (ofSystem) {
                    account(asked, tokens.get(3), word);
                } else {
                    own(asked, word);
                }
            }
        }
    }

    // ---- of the system account

    /** {@code $SYS.REQ.SERVER.<id or PING>.<word>}. */
    private void server(Asked asked, String word) {
        switch (word) {
            case "STATSZ" -> statistics(asked);
            case "IDZ" -> identity(asked);
            case "PROFILEZ" -> answer(asked, profiles.answer(asked.content(), state));
            case "KICK" -> client(asked, actions::kick);
            case "LDM" -> client(asked, actions::lameDuck);
            case "RELOAD" -> {
                if (asked.reply().length > 0) {
                    answer(asked, state.filtered(asked.content(), actions::reload));
                }
            }
            default -> {
                if (asked.reply().length > 0) {
                    answer(asked, state.answer(word, asked.content()));
                }
            }
        }
    }

    /** {@code $SYS.REQ.ACCOUNT.<account>.<word>}; for {@code PING} all accounts are meant. */
    private void account(Asked asked, String account, String word) {
        if (word.equals("CONNS")) {
            connections(asked, account);
        } else if (asked.reply().length > 0) {
            String named = word.equals("STATZ") && account.equals(PING) ? "" : account;
            answer(asked, state.answer(named, word, asked.content()));
        }
    }

    private void connections(Asked asked, String name) {
        String wanted = name;
        if (asked.content().length > 0) {
            try {
                String said = JsonObject.parse(asked.content()).string("acc");
                wanted = said == null ? name : said;
            } catch (JsonException e) {
                context.log().error("Error unmarshalling account connections request message: " + e.getMessage());
                return;
            }
        }
        Account<Subscription> account = context.accounts().find(name);
        if (wanted.equals(name) && account != null && account.connectionCount() > 0) {
            send(asked, events.connections(account));
        }
    }

    /** Without a reply subject everybody who listens hears it, as from time to time. */
    private void statistics(Asked asked) {
        ServerRequests.Outcome outcome = state.filtered(asked.content(), () -> null);
        if (outcome instanceof ServerRequests.Refused) {
            answer(asked, outcome);
        } else if (!(outcome instanceof ServerRequests.Silence)) {
            if (asked.reply().length > 0) {
                send(asked, statistics.make());
            } else {
                statistics.tell();
            }
        }
    }

    private void identity(Asked asked) {
        ServerInfo.Facts facts = context.info().facts();
        send(
                asked,
                new JsonWriter()
                        .field("name", facts.name())
                        .field("host", facts.host())
                        .field("id", facts.id())
                        .toBytes());
    }

    private interface ClientAction {
        @Nullable
        String on(long clientId);
    }

    private void client(Asked asked, ClientAction action) {
        long id;
        try {
            id = JsonObject.parse(asked.content()).integer("cid", 0);
        } catch (JsonException e) {
            context.log().error("Error unmarshalling kick client request: " + e.getMessage());
            return;
        }
        if (asked.reply().length > 0) {
            answer(asked, state.filtered(asked.content(), () -> action.on(id)));
        }
    }

    /** {@code $SYS.REQ.ACCOUNT.NSUBS}: the number alone. */
    private void subscribersOf(Asked asked) {
        JsonObject request;
        try {
            request = JsonObject.parse(asked.content());
        } catch (JsonException e) {
            context.log().error("Error unmarshalling account nsubs request message: " + e.getMessage());
            return;
        }
        String name = request.string("acc");
        Account<Subscription> account = name == null ? null : context.accounts().find(name);
        if (account == null || account.connectionCount() == 0) {
            return;
        }
        String subject = request.string("subject");
        String queue = request.string("queue");
        send(asked, number(Subscribers.count(account, subject == null ? "" : subject, queue)));
    }

    // ---- of every account

    /** What may be asked of the own account. */
    private void own(Asked asked, String word) {
        if (asked.reply().length > 0) {
            answer(asked, state.answer(asked.account().name(), word, asked.content()));
        }
    }

    /** {@code $SYS.REQ.USER.INFO}. */
    private void user(Asked asked) {
        ClientSession client = client(asked.asking());
        if (client == null) {
            answer(asked, new ServerRequests.Refused(BAD_REQUEST, ""));
            return;
        }
        JsonWriter json = new JsonWriter();
        UserInfo.write(client, context.wallClock().instant(), json);
        answer(asked, new ServerRequests.Data(json.toBytes()));
    }

    private @Nullable ClientSession client(@Nullable PublisherInfo asking) {
        return asking == null ? null : context.registry().find(asking.id());
    }

    /** {@code $SYS.DEBUG.SUBSCRIBERS}: the number alone. */
    private void subscribers(Asked asked) {
        String text = new String(asked.content(), StandardCharsets.UTF_8).strip();
        int blank = text.indexOf(' ');
        String subject = blank < 0 ? text : text.substring(0, blank);
        String queue = blank < 0 ? null : text.substring(blank + 1);
        send(asked, number(Subscribers.count(asked.account(), subject, queue)));
    }

    // ---- answers

    private static byte[] number(int value) {
        return Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
    }

    private void answer(Asked asked, ServerRequests.Outcome outcome) {
        if (outcome instanceof ServerRequests.Silence || asked.reply().length == 0) {
            return;
        }
        JsonWriter json = new JsonWriter();
        envelope.writeTo(json);
        if (outcome instanceof ServerRequests.Refused refused) {
            json.begin("error")
                    .field("code", refused.code())
                    .fieldIfPresent("description", refused.text())
                    .end();
            send(asked, json.toBytes());
            return;
        }
        if (outcome instanceof ServerRequests.Data data) {
            json.raw("data", data.json());
        }
        Compression compression = Compression.of(asked.header());
        voice.answer(loop, asked.account(), asked.reply(), compression.header(), compression.pack(json.toBytes()));
    }

    private void send(Asked asked, byte[] content) {
        if (asked.reply().length > 0) {
            voice.answer(loop, asked.account(), asked.reply(), Compression.NONE.header(), content);
        }
    }
}
