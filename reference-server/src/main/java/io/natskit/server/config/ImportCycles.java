// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.subject.Subjects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether an import would bring messages back to where they came from. Works without recursion. Confined to one thread. */
public final class ImportCycles {
    private final Map<String, AccountOptions> accounts;

    /** Among these accounts, by their names; the map is looked at anew each time. */
    public ImportCycles(Map<String, AccountOptions> accounts) {
        this.accounts = accounts;
    }

    private record Visit(String account, String subject) {}

    /** Whether it would, with the imports that the accounts have. */
    public boolean wouldForm(String importer, ImportOptions first) {
        return first.isService() ? requestsComeBack(importer, first) : streamComesBack(importer, first);
    }

    /** Follows a request from import to import; true if it arrives where it came from. */
    private boolean requestsComeBack(String importer, ImportOptions first) {
        Deque<Visit> left = new ArrayDeque<>();
        Set<Visit> seen = new HashSet<>();
        left.add(new Visit(first.account(), first.subject()));
        while (!left.isEmpty()) {
            Visit visit = left.remove();
            AccountOptions account = accounts.get(visit.account);
            if (account == null || !seen.add(visit)) {
                continue;
            }
            for (ImportOptions one : account.imports()) {
                if (one.isService() && Subjects.overlaps(visit.subject, plain(one.to()))) {
                    if (one.account().equals(importer) && Subjects.overlaps(one.subject(), plain(first.to()))) {
                        return true;
                    }
                    left.add(new Visit(one.account(), one.subject()));
                }
            }
        }
        return false;
    }

    /** Imported messages are not exported again, so nothing would go in a circle; nats-server refuses what looks like one all the same. */
    private boolean streamComesBack(String importer, ImportOptions first) {
        Deque<Visit> left = new ArrayDeque<>();
        Set<Visit> seen = new HashSet<>();
        left.add(new Visit(first.account(), plain(first.to())));
        while (!left.isEmpty()) {
            Visit visit = left.remove();
            AccountOptions account = accounts.get(visit.account);
            if (account == null || !seen.add(visit) || !exportsStream(account, visit.subject)) {
                continue;
            }
            for (ImportOptions one : account.imports()) {
                String to = plain(one.to());
                if (!one.isService() && Subjects.overlaps(visit.subject, to)) {
                    if (one.account().equals(importer)) {
                        return true;
                    }
                    left.add(new Visit(one.account(), Subjects.isSubsetOf(to, visit.subject) ? to : visit.subject));
                }
            }
        }
        return false;
    }

    private static boolean exportsStream(AccountOptions account, String subject) {
        return account.exports().stream()
                .anyMatch(one -> !one.isService() && Subjects.isSubsetOf(subject, one.subject()));
    }

    /** References to wildcards as wildcards. */
    private static String plain(String subject) {
        List<String> tokens = new ArrayList<>();
        int from = 0;
        for (int to = subject.indexOf('.'); to >= 0; to = subject.indexOf('.', from)) {
            tokens.add(plainToken(subject.substring(from, to)));
            from = to + 1;
        }
        tokens.add(plainToken(subject.substring(from)));
        return String.join(".", tokens);
    }

    private static String plainToken(String token) {
        boolean reference = token.length() > 1
                && token.charAt(0) == '$'
                && token.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
        return reference ? "*" : token;
    }
}
