// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.contexts;

import io.natskit.cli.action.Action;
import io.natskit.cli.connect.ContextFile;
import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/** What commands share that show the context they deal with. */
abstract class ContextAction extends Action {
    private static final Map<String, String> LABELS = labels();

    /** Shows a context, its secrets masked. */
    final void show(ContextFile context) {
        if (json()) {
            JsonText.print(terminal(), context.shownJson());
            return;
        }
        Facts facts = new Facts("NATS Configuration Context \"" + context.name() + "\"");
        LABELS.forEach(
                (field, label) -> facts.addIfPresent(label, context.shown(field).orElse("")));
        if (context.tlsFirst()) {
            facts.add("TLS First", "true");
        }
        facts.add("Path", context.path()).print(terminal());
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("description", "Description");
        labels.put("url", "Server URLs");
        labels.put("user", "Username");
        labels.put("password", "Password");
        labels.put("token", "Token");
        labels.put("creds", "Credentials");
        labels.put("nkey", "NKey");
        labels.put("user_jwt", "User JWT");
        labels.put("user_seed", "User Seed");
        labels.put("cert", "Certificate");
        labels.put("key", "Key");
        labels.put("ca", "CA");
        labels.put("jetstream_domain", "JS Domain");
        labels.put("jetstream_api_prefix", "JS API Prefix");
        labels.put("inbox_prefix", "Inbox Prefix");
        return labels;
    }
}
