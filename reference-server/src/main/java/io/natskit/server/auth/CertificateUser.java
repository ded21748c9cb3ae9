// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user that a client's certificate names (AU-13): by an e-mail address, a DNS name, a URI, or the subject, in this order. A subject
 * is compared part by part, then with its parts in any order, then in the form in which Go writes it.
 */
final class CertificateUser {
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;

    private final Collection<Directory.User> users;
    private final Predicate<Directory.User> admitted;

    /** Among these users, as far as they are admitted by this kind of connection. */
    CertificateUser(Collection<Directory.User> users, Predicate<Directory.User> admitted) {
        this.users = users;
        this.admitted = admitted;
    }

    /** The user, or null if the certificate names none. */
    Directory.@Nullable User find(X509Certificate certificate) {
        for (int kind : new int[] {EMAIL, DNS, URI}) {
            for (String name : alternativeNames(certificate, kind)) {
                Directory.User user = named(name);
                if (user != null) {
                    return user;
                }
            }
        }
        SubjectName subject =
                SubjectName.of(certificate.getSubjectX500Principal().getEncoded());
        return subject == null ? null : bySubject(subject);
    }

    private Directory.@Nullable User bySubject(SubjectName subject) {
        DistinguishedName name = subject.distinguished();
        Directory.User user = name == null ? null : distinguished(name);
        String shown = subject.shown();
        String components = subject.domainComponents();
        if (user == null && !components.isEmpty()) {
            user = named(shown + "," + components);
        }
        return user != null ? user : named(shown);
    }

    private Directory.@Nullable User distinguished(DistinguishedName name) {
        Directory.User reordered = null;
        for (Directory.User user : users) {
            String login = user.identity().user();
            DistinguishedName own = login == null || !admitted.test(user) ? null : DistinguishedName.parse(login);
            if (own != null && own.isSame(name)) {
                return user;
            }
            if (own != null && reordered == null && own.isSameInAnyOrder(name)) {
                reordered = user;
            }
        }
        return reordered;
    }

    private Directory.@Nullable User named(String name) {
        if (name.isEmpty()) {
            return null;
        }
        for (Directory.User user : users) {
            if (name.equals(user.identity().user())) {
                return admitted.test(user) ? user : null;
            }
        }
        return null;
    }

    private static List<String> alternativeNames(X509Certificate certificate, int kind) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> one : all) {
                    if (Integer.valueOf(kind).equals(one.get(0)) && one.get(1) instanceof String name) {
                        names.add(name);
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // nobody is named by what cannot be read
        }
        return names;
    }
}
