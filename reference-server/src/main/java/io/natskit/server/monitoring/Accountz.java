// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.MappingOptions;
import io.natskit.server.jetstream.JetStream;
import io.natskit.server.router.Subscription;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimIssue;
import io.natskit.wire.jwt.MappedSubject;
import java.util.List;
import java.util.Map;

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
        Tenancy.Claimed claimed = sources.tenancy().claimed(name);
        json.field("account_name", name)
                .time("update_time", claimed == null ? sources.started() : claimed.updated())
                .fieldIfTrue("is_system", account.isSystem())
                .field("expired", claimed != null && claimed.isExpired(sources.now()))
                .field("complete", claimed == null || claimed.isComplete())
                .field(
                        "jetstream_enabled",
                        jetStream != null && jetStream.server().find(name) != null)
                .field("leafnode_connections", 0)
                .field("client_connections", account.connectionCount())
                .field("subscriptions", account.interest().size());
        SharingJson sharing = new SharingJson(sources, account, claimed, json);
        if (claimed == null) {
            mappings(configured(account), json);
        } else {
            claimedMappings(claimed.claims().mappings(), json);
        }
        sharing.exports();
        sharing.imports();
        if (claimed != null) {
            json.fieldIfPresent("jwt", claimed.jwt())
                    .fieldIfPresent("issuer_key", claimed.claims().issuer());
        }
        json.field("name_tag", account.nameTag());
        if (claimed != null) {
            claims(claimed.claims(), json);
        }
        Subsz.stats(List.of(account), List.of(account), sources, json.begin("sublist_stats"));
        json.end();
        sharing.responses();
    }

    /** What claims say beside what has become of them. */
    private void claims(AccountClaims claims, JsonWriter json) {
        json.stringsIfPresent("tags", claims.tags()).raw("decoded_jwt", claims.toJson());
        List<ClaimIssue> issues = claims.issues(sources.now().getEpochSecond());
        if (!issues.isEmpty()) {
            json.beginArray("validation_result_jwt");
            for (ClaimIssue one : issues) {
                json.beginElement()
                        .field("description", one.text())
                        .field("blocking", one.kind() == ClaimIssue.Kind.ERROR)
                        .field("time_check", one.kind() == ClaimIssue.Kind.TIME)
                        .end();
            }
            json.endArray();
        }
        SharingJson.times("revoked_user", claims.revocations(), json);
    }

    private Map<String, List<MappingOptions>> configured(Account<Subscription> account) {
        if (account == sources.context().accounts().global()) {
            return sources.context().options().mappings();
        }
        AccountOptions own = SharingJson.options(sources, account.name());
        return own == null ? Map.of() : own.mappings();
    }

    private static void claimedMappings(Map<String, List<MappedSubject>> all, JsonWriter json) {
        if (all.isEmpty()) {
            return;
        }
        json.begin("mappings");
        all.forEach((source, destinations) -> {
            json.beginArray(source);
            for (MappedSubject one : destinations) {
                json.beginElement()
                        .field("subject", one.subject())
                        .field("weight", one.share())
                        .fieldIfPresent("cluster", one.cluster())
                        .end();
            }
            json.endArray();
        });
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
}
