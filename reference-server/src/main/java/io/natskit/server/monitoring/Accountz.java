// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ExportOptions;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.config.MappingOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.router.Subscription;
import io.natskit.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts, and one of them in full ({@code /accountz}, MO-08). */
final class Accountz {
    private final Sources sources;

    private Accountz(Sources sources) {
        this.sources = sources;
    }

    /** All accounts by name, or one if it is named. Throws {@link InvalidRequestException} where there is no such account. */
    static void write(Sources sources, String name, JsonWriter json) {
        Account<Subscription> system = sources.context().accounts().system();
        json.field("server_id", sources.serverId())
                .time("now", sources.now())
                .fieldIfPresent("system_account", system == null ? null : system.name());
        if (name.isEmpty()) {
            json.strings(
                    "accounts",
                    sources.context().accounts().all().stream()
                            .map(Account::name)
                            .toList());
            return;
        }
        json.begin("account_detail");
        detail(sources, name, json);
        json.end();
    }

    /** The fields of one account. Throws {@link InvalidRequestException} where there is none of that name. */
    static void detail(Sources sources, String name, JsonWriter json) {
        new Accountz(sources).detail(name, json);
    }

    private void detail(String name, JsonWriter json) {
        Account<Subscription> account = sources.account(name);
        if (account == null) {
            throw new InvalidRequestException("Account " + name + " does not exist");
        }
        JetStream jetStream = sources.jetStream().get();
        ServerOptions options = sources.context().options();
        AccountOptions configured = options.accounts().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
        json.field("account_name", name)
                .time("update_time", sources.started())
                .fieldIfTrue("is_system", account.isSystem())
                .field("expired", false)
                .field("complete", true)
                .field(
                        "jetstream_enabled",
                        jetStream != null && jetStream.server().find(name) != null)
                .field("leafnode_connections", 0)
                .field("client_connections", account.connectionCount())
                .field("subscriptions", account.interest().size());
        mappings(configured == null ? options.mappings() : configured.mappings(), json);
        exports(configured == null ? List.of() : configured.exports(), json);
        imports(account, configured == null ? List.of() : configured.imports(), json);
        json.field("name_tag", name);
        Subsz.stats(List.of(account), List.of(account), sources, json.begin("sublist_stats"));
        json.end();
    }

    private static void mappings(Map<String, List<MappingOptions>> all, JsonWriter json) {
        if (all.isEmpty()) {
            return;
        }
        json.begin("mappings");
        all.forEach((source, destinations) -> {
            json.beginArray(source);
            for (MappingOptions one : destinations) {
                json.beginElement()
                        .field("subject", one.destination())
                        .field("weight", one.weightPercent())
                        .fieldIfPresent("cluster", one.cluster())
                        .end();
            }
            json.endArray();
        });
        json.end();
    }

    private static void exports(List<ExportOptions> all, JsonWriter json) {
        if (all.isEmpty()) {
            return;
        }
        json.beginArray("exports");
        for (ExportOptions one : all) {
            json.beginElement().field("subject", one.subject()).field("type", type(one.isService()));
            if (one.isService()) {
                json.field("response_type", word(one.responseType()))
                        .fieldIfNonZero(
                                "response_threshold", one.responseThreshold().toNanos());
            }
            json.fieldIfNonZero("account_token_position", one.accountTokenPosition());
            @Nullable List<String> accounts = one.accounts();
            json.stringsIfPresent("approved_accounts", accounts == null ? List.of() : accounts)
                    .end();
        }
        json.endArray();
    }

    private void imports(Account<Subscription> account, List<ImportOptions> configured, JsonWriter json) {
        List<ImportOptions> all = new ArrayList<>(configured);
        Account<Subscription> system = sources.context().accounts().system();
        if (system != null && system != account) {
            all.addAll(ofSystem(account.name(), system.name()));
        }
        if (all.isEmpty()) {
            return;
        }
        json.beginArray("imports");
        for (ImportOptions one : all) {
            json.beginElement().field("subject", one.subject()).field("account", one.account());
            if (one.isService()) {
                json.field("to", one.to());
            }
            json.field("local_subject", one.to())
                    .field("type", type(one.isService()))
                    .field("invalid", false)
                    .field("share", one.share())
                    .field("tracking", false)
                    .end();
        }
        json.endArray();
    }

    /** What every account may ask of the system account (AC-06), as nats-server shows it. */
    private List<ImportOptions> ofSystem(String name, String system) {
        String connections = "$SYS.REQ.ACCOUNT." + name + ".CONNZ";
        List<ImportOptions> all = new ArrayList<>(List.of(
                ImportOptions.service(system, connections).to("$SYS.REQ.ACCOUNT.PING.CONNZ"),
                ImportOptions.service(system, connections).to("$SYS.REQ.SERVER.PING.CONNZ"),
                ImportOptions.service(system, "$SYS.REQ.ACCOUNT." + name + ".STATZ")
                        .to("$SYS.REQ.ACCOUNT.PING.STATZ"),
                ImportOptions.service(system, "$SYS.REQ.USER." + name + ".INFO")
                        .to("$SYS.REQ.USER.INFO")
                        .share(true)));
        if (sources.jetStream().get() != null) {
            all.add(ImportOptions.service(system, "$JS.API.>").share(true));
        }
        return all;
    }

    private static String type(boolean service) {
        return service ? "service" : "stream";
    }

    private static String word(ExportOptions.ResponseType type) {
        return switch (type) {
            case SINGLETON -> "Singleton";
            case STREAM -> "Streamed";
            case CHUNKED -> "Chunked";
        };
    }
}
