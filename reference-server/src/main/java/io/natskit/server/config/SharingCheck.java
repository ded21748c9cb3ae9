// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.jwt.ServiceLatency;
import io.natskit.wire.subject.Subjects;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether accounts may import what they say, and whether messages could go in a circle. In the words of nats-server; confined to one thread. */
final class SharingCheck {
    private final Map<String, AccountOptions> accounts = new LinkedHashMap<>();
    private final boolean noSystemAccount;
    private final List<String> problems;

    SharingCheck(List<AccountOptions> all, boolean noSystemAccount, List<String> problems) {
        all.forEach(one -> accounts.put(one.name(), one));
        this.noSystemAccount = noSystemAccount;
        this.problems = problems;
    }

    void run() {
        accounts.values().forEach(this::exports);
        for (AccountOptions account : accounts.values()) {
            Set<String> services = new HashSet<>();
            Set<String> streams = new HashSet<>();
            for (ImportOptions one : account.imports()) {
                String problem = problem(account, one);
                String key = one.account() + " " + one.to() + (one.isService() ? "" : " " + one.subject());
                if (problem == null && !(one.isService() ? services : streams).add(key)) {
                    problem = one.isService()
                            ? "duplicate service import subject \"" + one.to()
                                    + "\", previously used in import for account \"" + one.account()
                                    + "\", subject \"" + one.subject() + "\""
                            : "stream import already exists";
                }
                if (problem != null) {
                    problems.add("Error adding " + kind(one) + " import \"" + one.subject() + "\": " + problem);
                }
            }
        }
    }

    private static String kind(ImportOptions one) {
        return one.isService() ? "service" : "stream";
    }

    private void exports(AccountOptions account) {
        for (ExportOptions export : account.exports()) {
            List<String> approved = export.accounts();
            String kind = export.isService() ? "service" : "stream";
            for (String name : approved == null ? List.<String>of() : approved) {
                if (!accounts.containsKey(name)) {
                    problems.add("\"" + name + "\" account not defined for " + kind + " export");
                }
            }
            int position = export.accountTokenPosition();
            if (position != 0 && !isWildcardAt(export.subject(), position)) {
                problems.add("Error adding " + kind + " export \"" + export.subject() + "\": account_token_position: "
                        + position + " (expected: the place of a *)");
            }
            latency(account, export);
        }
    }

    private void latency(AccountOptions account, ExportOptions export) {
        ServiceLatency latency = export.latency();
        if (latency == null) {
            return;
        }
        if (noSystemAccount) {
            problems.add(
                    "Error adding service latency sampling for \"" + export.subject() + "\": system account not setup");
            return;
        }
        String problem = null;
        boolean loops = account.exports().stream()
                .anyMatch(one -> one.isService() && Subjects.matches(one.subject(), latency.subject()));
        if (!Subjects.isValid(latency.subject()) || !Subjects.isLiteral(latency.subject()) || loops) {
            problem = "invalid publish subject";
        } else if (export.responseType() != ExportOptions.ResponseType.SINGLETON) {
            problem = "bad service response type";
        }
        if (problem != null) {
            problems.add("Error adding service latency sampling for \"" + export.subject() + "\" on subject \""
                    + latency.subject() + "\": " + problem);
        }
    }

    private static boolean isWildcardAt(String subject, int position) {
        String[] tokens = subject.split("\\.", -1);
        return position > 0 && position <= tokens.length && tokens[position - 1].equals("*");
    }

    private @Nullable String problem(AccountOptions importer, ImportOptions one) {
        AccountOptions exporter = accounts.get(one.account());
        if (exporter == null) {
            return "\"" + one.account() + "\" account not defined for " + kind(one) + " import";
        }
        if (!Subjects.isValid(one.subject()) || !Subjects.isValid(one.to())) {
            return "invalid subject";
        }
        ExportOptions export = export(exporter, one);
        if (export == null || !isApproved(export, importer.name(), one.subject())) {
            return kind(one) + " import not authorized";
        }
        return new ImportCycles(accounts).wouldForm(importer.name(), one) ? "import forms a cycle" : null;
    }

    /** The export that an import is of: the same subject, or one that holds it. */
    static @Nullable ExportOptions export(AccountOptions exporter, ImportOptions one) {
        ExportOptions wider = null;
        for (ExportOptions export : exporter.exports()) {
            if (export.isService() == one.isService()) {
                if (export.subject().equals(one.subject())) {
                    return export;
                }
                if (wider == null && Subjects.isSubsetOf(one.subject(), export.subject())) {
                    wider = export;
                }
            }
        }
        return wider;
    }

    private static boolean isApproved(ExportOptions export, String importer, String subject) {
        int position = export.accountTokenPosition();
        if (position > 0) {
            // the whole pattern would give away what belongs to others
            String[] tokens = subject.split("\\.", -1);
            return !subject.equals(export.subject())
                    && position <= tokens.length
                    && tokens[position - 1].equals(importer);
        }
        List<String> accounts = export.accounts();
        return accounts == null || accounts.isEmpty() || accounts.contains(importer);
    }
}
