// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** An authority's responder on loopback (RFC 6960): says of each certificate what it was told to say, good for the rest. */
final class OcspResponder implements AutoCloseable {
    private static final Duration HOUR = Duration.ofHours(1);

    static final CertificateStatus REVOKED =
            new RevokedStatus(Date.from(Instant.now().minus(HOUR)));
    static final CertificateStatus UNKNOWN = new UnknownStatus();

    private final HttpServer http;
    private final Authority authority;
    private final Map<BigInteger, CertificateStatus> said = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    // null stands for good
    private volatile @Nullable CertificateStatus otherwise;
    private volatile Authority signer;
    private volatile boolean stalls;
    private volatile boolean sha256;
    private volatile boolean dated = true;
    private volatile Duration age = Duration.ZERO;
    private volatile Duration life = HOUR;

    /** One whose answers the authority signs. */
    OcspResponder(Authority authority) {
        this.authority = authority;
        this.signer = authority;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::answer);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** From now on, of this certificate. */
    void say(Certificates of, CertificateStatus status) {
        said.put(of.serial(), status);
    }

    /** As the other one, of an authority's certificate. */
    void say(Authority of, CertificateStatus status) {
        said.put(of.certificate().getSerialNumber(), status);
    }

    /** From now on, of each certificate of which nothing else was said. */
    OcspResponder saying(CertificateStatus status) {
        otherwise = status;
        return this;
    }

    /** From now on, nothing comes behind the heads of answers until this is closed. */
    OcspResponder stalling() {
        stalls = true;
        return this;
    }

    /** From now on, answers do not say how long they hold. */
    OcspResponder undated() {
        dated = false;
        return this;
    }

    /** From now on, answers hold for so long. */
    OcspResponder lasting(Duration time) {
        life = time;
        return this;
    }

    /** From now on, answers are so much older than they are; they hold for an hour unless said otherwise. */
    OcspResponder aged(Duration by) {
        age = by;
        return this;
    }

    /** From now on, one below the authority signs, and shows its certificate. */
    OcspResponder signing(Authority delegate) {
        signer = delegate;
        return this;
    }

    /** From now on, answers name certificates by SHA-256, however they are asked for. */
    OcspResponder bySha256() {
        sha256 = true;
        return this;
    }

    /** How often it was asked. */
    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        if (stalls) {
            exchange.sendResponseHeaders(200, 1_000);
            return;
        }
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring(1);
            byte[] request = exchange.getRequestMethod().equals("POST")
                    ? exchange.getRequestBody().readAllBytes()
                    : Base64.getDecoder().decode(URLDecoder.decode(path, StandardCharsets.US_ASCII));
            byte[] answer = answer(new OCSPReq(request));
            exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (OCSPException | OperatorCreationException | GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private byte[] answer(OCSPReq request)
            throws IOException, OCSPException, OperatorCreationException, GeneralSecurityException {
        JcaX509CertificateHolder own = new JcaX509CertificateHolder(signer.certificate());
        BasicOCSPRespBuilder answers = new BasicOCSPRespBuilder(new RespID(own.getSubject()));
        Instant made = Instant.now().minus(age);
        Date later = dated ? Date.from(made.plus(life)) : null;
        for (Req one : request.getRequestList()) {
            CertificateStatus status = said.getOrDefault(one.getCertID().getSerialNumber(), otherwise);
            answers.addResponse(named(one.getCertID()), status, Date.from(made), later, null);
        }
        X509CertificateHolder[] shown = signer == authority ? null : new X509CertificateHolder[] {own};
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        answers.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()),
                                shown,
                                Date.from(made)))
                .getEncoded();
    }

    private CertificateID named(CertificateID asked)
            throws OCSPException, OperatorCreationException, GeneralSecurityException {
        if (!sha256) {
            return asked;
        }
        DigestCalculator digest = new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256));
        return new CertificateID(
                digest, new JcaX509CertificateHolder(authority.certificate()), asked.getSerialNumber());
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
