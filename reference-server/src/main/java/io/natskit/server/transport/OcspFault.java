// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a certificate is not to be taken.
 *
 * @param reason in nats-server's words, for events
 * @param told what exactly is wrong, for the log
 */
record OcspFault(String reason, String told) {
    private static final String NOT_EFFECTIVE = "OCSP response not in effectivity window";

    static final OcspFault REVOKED = status("revoked");
    static final OcspFault UNKNOWN = status("unknown");

    private static OcspFault status(String status) {
        return new OcspFault("Invalid OCSP response status: " + status, status);
    }

    /** Nobody has answered. */
    static OcspFault unanswered(Exception problem) {
        return new OcspFault("Failed OCSP response fetch", "no answer: " + problem.getMessage());
    }

    /** An answer of another time. */
    static OcspFault notEffective(OcspAnswer answer) {
        return new OcspFault(NOT_EFFECTIVE, "an answer of " + answer.since() + " until " + answer.until());
    }

    static OcspFault unreadable(Exception problem) {
        return new OcspFault("Failed OCSP response parse", String.valueOf(problem.getMessage()));
    }

    /** What is wrong with a certificate by an answer, or with the answer, at that time; null if the certificate holds. The JDK judges: signature, delegation, dates, status. */
    static @Nullable OcspFault in(byte[] answer, X509Certificate certificate, X509Certificate issuer, Instant at) {
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(certificate, answer));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
            parameters.addCertPathChecker(checker);
            parameters.setDate(Date.from(at));
            validator.validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
            return null;
        } catch (CertPathValidatorException e) {
            return of(e, certificate);
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            return unreadable(e);
        }
    }

    /** What the JDK finds wrong with an answer about a certificate; it tells most of that by its words alone. */
    private static OcspFault of(CertPathValidatorException problem, X509Certificate certificate) {
        String told = String.valueOf(problem.getMessage());
        if (problem.getReason() == BasicReason.REVOKED) {
            return REVOKED;
        }
        if (told.contains("status is unknown")) {
            return UNKNOWN;
        }
        if (told.contains("validity interval")) {
            return new OcspFault(NOT_EFFECTIVE, told);
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
