// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.ExportOptions;
import io.natskit.server.config.ImportOptions;
import io.natskit.server.router.Subscription;
import io.natskit.server.sharing.OwedAnswer;
import io.natskit.server.subject.SubjectTransform;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.jwt.AccountExport;
import io.natskit.wire.jwt.ServiceLatency;
import io.natskit.wire.subject.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one account exports and imports, and the answers that it owes, as {@code /accountz} shows it. */
final class SharingJson {
    /** The kind of an answer that is owed, which nats-server shows by its number. */
    private static final int SERVICE = 2;

    private final Sources sources;
    private final Account<Subscription> account;
    private final Tenancy.@Nullable Claimed claimed;
    private final JsonWriter json;

    SharingJson(Sources sources, Account<Subscription> account, Tenancy.@Nullable Claimed claimed, JsonWriter json) {
        this.sources = sources;
        this.account = account;
        this.claimed = claimed;
        this.json = json;
    }

    /** The account as it is configured, or as its claims say it; null for one of which nothing is said. */
    static @Nullable AccountOptions options(Sources sources, String account) {
        Tenancy.Claimed claimed = sources.tenancy().claimed(account);
        if (claimed != null) {
            return claimed.shared();
        }
        return sources.context().options().accounts().stream()
                .filter(one -> one.name().equals(account))
                .findFirst()
                .orElse(null);
    }

    /** Writes what others may import. */
    void exports() {
        AccountOptions options = options(sources, account.name());
        List<ExportOptions> all = new ArrayList<>(options == null ? List.of() : options.exports());
        int ofClaims = claimed == null ? 0 : all.size();
        if (account.isSystem()) {
            all.addAll(ofSystem());
        }
        if (all.isEmpty()) {
            return;
        }
        json.beginArray("exports");
        for (int i = 0; i < all.size(); i++) {
            export(
                    all.get(i),
                    claimed != null && i < ofClaims ? claimed.claims().exports().get(i) : null);
        }
        json.endArray();
    }

    private void export(ExportOptions one, @Nullable AccountExport claims) {
        @Nullable List<String> approved = one.accounts();
        boolean needsToken = claims == null ? approved != null && approved.isEmpty() : claims.tokenRequired();
        json.beginElement().field("subject", one.subject()).field("type", type(one.isService()));
        json.fieldIfTrue("token_req", needsToken);
        ServiceLatency latency = one.latency();
        if (one.isService()) {
            json.field("response_type", word(one.responseType()));
            if (latency != null) {
                latency.write("service_latency", json);
            }
        }
        json.stringsIfPresent("approved_accounts", approved == null ? List.of() : approved);
        times("revoked_activations", claims == null ? Map.of() : claims.revocations(), json);
        json.end();
    }

    /** What every account may ask of the system account (AC-06). */
    private List<ExportOptions> ofSystem() {
        List<ExportOptions> all = new ArrayList<>(List.of(
                ExportOptions.service("$SYS.DEBUG.SUBSCRIBERS").build(),
                ExportOptions.service("$SYS.REQ.USER.*.INFO").build()));
        for (String many : new String[] {"$SYS.REQ.ACCOUNT.*.CONNZ", "$SYS.REQ.ACCOUNT.*.STATZ"}) {
            all.add(ExportOptions.service(many)
                    .responseType(ExportOptions.ResponseType.STREAM)
                    .build());
        }
        if (sources.jetStream().get() != null) {
            all.add(ExportOptions.service("$JS.API.>").build());
        }
        return all;
    }

    /** Writes what it imports, and what it may no more. */
    void imports() {
        AccountOptions options = options(sources, account.name());
        List<ImportOptions> all = new ArrayList<>(options == null ? List.of() : options.imports());
        Account<Subscription> system = sources.context().accounts().system();
        if (system != null) {
            all.addAll(ofSystem(system));
        }
        List<ImportOptions> lost = claimed == null ? List.of() : claimed.lost();
        if (all.isEmpty() && lost.isEmpty()) {
            return;
        }
        json.beginArray("imports");
        all.forEach(one -> imported(one, false));
        lost.forEach(one -> imported(one, true));
        json.endArray();
    }

    private void imported(ImportOptions one, boolean invalid) {
        String local = SubjectTransform.patternOf(one.to());
        json.beginElement().field("subject", one.subject()).field("account", one.account());
        if (one.isService()) {
            json.field("to", local);
        }
        json.field("local_subject", local)
                .field("type", type(one.isService()))
                .field("invalid", invalid)
                .field("share", one.share())
                .field("tracking", false);
        ServiceLatency latency = one.isService() ? latency(one) : null;
        if (latency != null) {
            latency.write("latency", json);
        }
        json.end();
    }

    private @Nullable ServiceLatency latency(ImportOptions one) {
        AccountOptions exporter = options(sources, one.account());
        if (exporter == null) {
            return null;
        }
        return exporter.exports().stream()
                .filter(export -> export.isService() && Subjects.isSubsetOf(one.subject(), export.subject()))
                .findFirst()
                .map(ExportOptions::latency)
                .orElse(null);
    }

    /** What an account may ask of the system account, as nats-server shows it. */
    private List<ImportOptions> ofSystem(Account<Subscription> system) {
        String name = account.name();
        ImportOptions user = ImportOptions.service(system.name(), "$SYS.REQ.USER." + name + ".INFO")
                .to("$SYS.REQ.USER.INFO")
                .share(true);
        if (account == system) {
            return List.of(user);
        }
        String connections = "$SYS.REQ.ACCOUNT." + name + ".CONNZ";
        List<ImportOptions> all = new ArrayList<>(List.of(
                ImportOptions.service(system.name(), connections).to("$SYS.REQ.ACCOUNT.PING.CONNZ"),
                ImportOptions.service(system.name(), connections).to("$SYS.REQ.SERVER.PING.CONNZ"),
                ImportOptions.service(system.name(), "$SYS.REQ.ACCOUNT." + name + ".STATZ")
                        .to("$SYS.REQ.ACCOUNT.PING.STATZ"),
                user));
        if (sources.jetStream().get() != null) {
            all.add(ImportOptions.service(system.name(), "$JS.API.>").share(true));
        }
        return all;
    }

    /** Writes the answers that are owed, each by the subject at which it is waited for. */
    void responses() {
        List<OwedAnswer> owed = sources.tenancy().owed(account);
        if (owed.isEmpty()) {
            return;
        }
        json.begin("responses");
        owed.forEach(this::response);
        json.end();
    }

    private void response(OwedAnswer one) {
        json.begin(one.subject())
                .field("subject", one.reply())
                .field("account", one.account())
                .field("to", one.subject())
                .field("local_subject", one.subject())
                .field("type", SERVICE)
                .field("invalid", false)
                .field("share", one.shared());
        ServiceLatency latency = one.latency();
        json.field("tracking", latency != null);
        if (!one.headers().isEmpty()) {
            json.begin("tracking_header");
            one.headers().forEach(json::strings);
            json.end();
        }
        if (latency != null) {
            latency.write("latency", json);
        }
        json.end();
    }

    /** Writes seconds of the epoch as times. */
    static void times(String name, Map<String, Long> seconds, JsonWriter json) {
        if (!seconds.isEmpty()) {
            json.begin(name);
            new TreeMap<>(seconds).forEach((key, second) -> json.time(key, Instant.ofEpochSecond(second)));
            json.end();
        }
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
