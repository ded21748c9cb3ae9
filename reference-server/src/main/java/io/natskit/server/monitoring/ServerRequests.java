// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The same state as the pages', asked for by messages: what stands in a request is read as Go reads it, and what is answered is JSON. Any thread
 * but a loop.
 */
public final class ServerRequests {
    private static final int BAD_REQUEST = 400;
    private static final int FAULT = 500;

    private final Sources sources;
    private final Map<String, Request> ofServer = new LinkedHashMap<>();
    private final Map<String, OfAccount> ofAccount = new LinkedHashMap<>();

    /** What comes of a request. */
    public sealed interface Outcome {}

    /**
     * An answer.
     *
     * @param json the content
     */
    public record Data(byte[] json) implements Outcome {}

    /**
     * A refusal.
     *
     * @param code as of HTTP
     * @param text why
     */
    public record Refused(int code, String text) implements Outcome {}

    /** It is done, and there is no more to say. */
    public record Done() implements Outcome {}

    /** Nothing is answered: somebody else is meant. */
    public record Silence() implements Outcome {}

    /** Asks for what this is not about. */
    private static final class Elsewhere extends RuntimeException {
        private static final long serialVersionUID = 1;

        Elsewhere() {
            super(null, null, false, false);
        }
    }

    /** What is done with the options of a request, once they are read. */
    private interface Request {
        Reading begin();
    }

    private interface OfAccount {
        Reading begin(String account);
    }

    /** A request under way: takes its fields, then writes the answer. */
    private record Reading(String type, String embedded, Predicate<StructReader> field, Answering answer) {}

    private interface Answering {
        void write(JsonWriter json);
    }

    /** Answers about these sources. */
    public ServerRequests(Sources sources) {
        this.sources = sources;
        plain("VARZ", "Varz", json -> Varz.write(sources, json));
        plain("ROUTEZ", "Routez", json -> Links.routes(sources, json), "subscriptions", "subscriptions_detail");
        plain(
                "GATEWAYZ",
                "Gatewayz",
                json -> Links.gateways(sources, json),
                "name",
                "accounts",
                "account_name",
                "subscriptions",
                "subscriptions_detail");
        plain("LEAFZ", "Leafz", json -> Links.leafNodes(sources, json), "subscriptions", "account");
        plain("EXPVARZ", "Expvarz", Processes::vars);
        ofServer.put("CONNZ", () -> connections(new ConnzOptions()));
        ofServer.put("SUBSZ", () -> subscriptions(new Subsz.Options()));
        ofServer.put("JSZ", () -> jetStream(new JszOptions()));
        ofServer.put("ACCOUNTZ", this::accounts);
        ofServer.put("HEALTHZ", this::health);
        ofServer.put("IPQUEUESZ", this::queues);
        plain("RAFTZ", "Raftz", json -> {}, "account", "group");
        ofAccount.put("CONNZ", account -> {
            ConnzOptions options = new ConnzOptions();
            return named(connections(options), () -> options.account = account);
        });
        ofAccount.put("SUBSZ", account -> {
            Subsz.Options options = new Subsz.Options();
            return named(subscriptions(options), () -> {
                options.account = account;
                options.subscriptions = true;
            });
        });
        ofAccount.put("JSZ", account -> {
            JszOptions options = new JszOptions();
            Reading reading = jetStream(options);
            return new Reading(reading.type, reading.embedded, reading.field, json -> {
                options.account = account;
                Jsz.writeAccount(sources, options, json);
            });
        });
        ofAccount.put(
                "LEAFZ",
                account -> new Reading(
                        "Leafz",
                        "LeafzOptions",
                        in -> skip(in, "subscriptions", "account"),
                        json -> Links.leafNodes(sources, json)));
        ofAccount.put(
                "INFO",
                account -> new Reading("AccInfo", "", in -> false, json -> Accountz.detail(sources, account, json)));
        ofAccount.put("STATZ", this::statistics);
    }

    /** Answers {@code $SYS.REQ.SERVER.….<word>}, for a word that is known. */
    public Outcome answer(String word, byte[] request) {
        return answer(request, Objects.requireNonNull(ofServer.get(word), word).begin());
    }

    /** Answers {@code $SYS.REQ.ACCOUNT.<account>.<word>}, for a word that is known. */
    public Outcome answer(String account, String word, byte[] request) {
        return answer(request, Objects.requireNonNull(ofAccount.get(word), word).begin(account));
    }

    /** Answers a request whose content only says which servers are meant: {@code action} does what is asked, and says what went wrong, or null. */
    public Outcome filtered(byte[] request, Supplier<@Nullable String> action) {
        @Nullable String[] problem = {null};
        Outcome outcome =
                answer(request, new Reading("EventFilter", "", in -> false, json -> problem[0] = action.get()));
        String text = problem[0];
        if (text != null) {
            return new Refused(FAULT, text);
        }
        return outcome instanceof Data ? new Done() : outcome;
    }

    /** Writes the counts of the server (SY-09). */
    public void writeStatistics(JsonWriter json) {
        Statsz.write(sources, json);
    }

    /** Writes the counts of one account (SY-08). */
    public void writeAccount(Account<Subscription> account, JsonWriter json) {
        AccountStats.one(account, Tally.of(sources.context(), account), json);
    }

    /** What every thread is doing. */
    public static String threads() {
        return Processes.stacks();
    }

    private Outcome answer(byte[] request, Reading reading) {
        try {
            if (request.length > 0 && !means(request, reading)) {
                return new Silence();
            }
        } catch (JsonException e) {
            return new Refused(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        JsonWriter json = new JsonWriter();
        try {
            reading.answer.write(json);
        } catch (InvalidRequestException e) {
            return new Refused(FAULT, String.valueOf(e.getMessage()));
        } catch (Elsewhere e) {
            return new Silence();
        }
        return new Data(json.toBytes());
    }

    /** Reads the options; whether they mean this server. */
    private boolean means(byte[] request, Reading reading) {
        ServerFilter filter = new ServerFilter();
        StructReader in = StructReader.unmarshal(request, 0, request.length, "server." + reading.type + "EventOptions");
        while (in.next()) {
            if (!filter.read(in)) {
                if (!reading.embedded.isEmpty()) {
                    in.embedded(reading.embedded);
                }
                if (!reading.field.test(in)) {
                    in.unknown();
                }
            }
        }
        return filter.means(sources.context().info().facts(), sources.context().options());
    }

    private void plain(String word, String type, Answering answer, String... fields) {
        ofServer.put(word, () -> new Reading(type, type + "Options", in -> skip(in, fields), answer));
    }

    private static boolean skip(StructReader in, String... names) {
        for (String name : names) {
            if (name.equals(in.name())) {
                in.raw();
                return true;
            }
        }
        return false;
    }

    private static Reading named(Reading reading, Runnable before) {
        return new Reading(reading.type, reading.embedded, reading.field, json -> {
            before.run();
            reading.answer.write(json);
        });
    }

    private Reading connections(ConnzOptions options) {
        return new Reading("Connz", "ConnzOptions", options::read, json -> Connz.write(sources, options, json));
    }

    private Reading subscriptions(Subsz.Options options) {
        return new Reading("Subsz", "SubszOptions", options::read, json -> Subsz.write(sources, options, json));
    }

    private Reading jetStream(JszOptions options) {
        return new Reading("Jsz", "JSzOptions", options::read, json -> {
            if (options.leaderOnly && sources.jetStream().get() == null) {
                throw new Elsewhere();
            }
            Jsz.write(sources, options, json);
        });
    }

    private Reading accounts() {
        String[] account = {""};
        return new Reading(
                "Accountz",
                "AccountzOptions",
                in -> {
                    if (!in.name().equals("account")) {
                        return false;
                    }
                    account[0] = in.string(account[0]);
                    return true;
                },
                json -> Accountz.write(sources, account[0], json));
    }

    private Reading health() {
        Healthz.Options options = new Healthz.Options();
        return new Reading(
                "Healthz",
                "HealthzOptions",
                options::read,
                json -> Healthz.check(sources, options).writeTo(json, true));
    }

    private Reading queues() {
        boolean[] all = {false};
        String[] part = {""};
        return new Reading(
                "Ipqueuesz",
                "IpqueueszOptions",
                in -> {
                    switch (in.name()) {
                        case "all" -> all[0] = in.bool(all[0]);
                        case "filter" -> part[0] = in.string(part[0]);
                        default -> {
                            return false;
                        }
                    }
                    return true;
                },
                json -> Queues.write(sources, all[0], part[0], json));
    }

    /** As in nats-server an account without connections is silent, unless such are asked for. */
    private Reading statistics(String account) {
        AccountStats.Options options = new AccountStats.Options();
        return new Reading("AccountStatz", "AccountStatzOptions", options::read, json -> {
            if (!account.isEmpty()) {
                options.accounts = List.of(account);
            }
            List<Account<Subscription>> chosen = AccountStats.chosen(sources, options);
            if (chosen.isEmpty() && !options.unused) {
                throw new Elsewhere();
            }
            AccountStats.write(sources, chosen, json);
        });
    }
}
