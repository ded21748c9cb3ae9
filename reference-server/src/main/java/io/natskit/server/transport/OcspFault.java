// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.X509Certificate;

/**
 * Why a certificate is not to be taken.
 *
 * @param reason in nats-server's words, for events
 * @param told what exactly is wrong, for the log
 */
record OcspFault(String reason, String told) {
    static final OcspFault REVOKED = status("revoked");
    static final OcspFault UNKNOWN = status("unknown");

    private static OcspFault status(String status) {
        return new OcspFault("Invalid OCSP response status: " + status, status);
    }

    /** Nobody has answered. */
    static OcspFault unanswered(Exception problem) {
        return new OcspFault("Failed OCSP response fetch", "no answer: " + problem.getMessage());
    }

    /** An answer that is none. */
    static OcspFault unreadable(Exception problem) {
        return new OcspFault("Failed OCSP response parse", String.valueOf(problem.getMessage()));
    }

    /** What the JDK finds wrong with an answer about a certificate; it tells most of that by its words alone. */
    static OcspFault of(CertPathValidatorException problem, X509Certificate certificate) {
        String told = String.valueOf(problem.getMessage());
        if (problem.getReason() == BasicReason.REVOKED) {
            return REVOKED;
        }
        if (told.contains("status is unknown")) {
            return UNKNOWN;
        }
        if (told.contains("validity interval")) {
            return new OcspFault("OCSP response not in effectivity window", told);
        }
        if (told.contains("not valid for signing OCSP responses")) {
            return new OcspFault(
                    "Invalid OCSP response delegation: "
                            + certificate.getSubjectX500Principal().getName(),
                    told);
        }
        return unreadable(problem);
    }
}
