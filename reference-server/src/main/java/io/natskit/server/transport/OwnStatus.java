// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What its authority says of one of the server's own certificates: asked for, kept, and on the disk where there is a store (AU-17). Any thread;
 * whoever asks may wait.
 */
final class OwnStatus {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FOLDER = "ocsp";

    private final Path certFile;
    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final List<URI> addresses;
    private final @Nullable Path file;
    private final boolean endsServer;
    private final Supplier<Instant> clock;
    private final OcspClient client = new OcspClient(PATIENCE);
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable OcspAnswer answer;

    /** What is to be known of a certificate. */
    record Subject(Path certFile, X509Certificate certificate, X509Certificate issuer) {}

    /**
     * Knows nothing yet.
     *
     * @param urls whom to ask; empty for those whom the certificate names
     * @param store the folder that answers are kept under, or null to keep none
     * @param endsServer whether the server is to end when the certificate is revoked
     */
    OwnStatus(Subject of, List<URI> urls, @Nullable Path store, boolean endsServer, Supplier<Instant> clock) {
        this.certFile = of.certFile;
        this.certificate = of.certificate;
        this.issuer = of.issuer;
        this.addresses = urls.isEmpty() ? OcspClient.addresses(certificate) : urls;
        this.file = store == null ? null : store.resolve(FOLDER).resolve(fingerprint());
        this.endsServer = endsServer;
        this.clock = clock;
    }

    /** What tells the certificate from all others, in hex; also the name of the file. */
    String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            // it came encoded, and every JDK has SHA-256
            throw new IllegalStateException(e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** How its authority is asked about it. */
    CertificateId id() {
        return CertificateId.of(certificate, issuer);
    }

    X509Certificate issuer() {
        return issuer;
    }

    Path certFile() {
        return certFile;
    }

    boolean endsServer() {
        return endsServer;
    }

    /** The newest answer, which may be out of date; null if there never was one. */
    @Nullable
    OcspAnswer answer() {
        return answer;
    }

    /** Takes over the good that is known of the same certificate elsewhere. */
    void adopt(OwnStatus other) {
        OcspAnswer known = other.answer;
        boolean same = other.certificate.equals(certificate) && other.issuer.equals(issuer);
        if (same && known != null && known.status().equals(OcspAnswer.GOOD)) {
            answer = known;
        }
    }

    /** An answer that holds: the one that is known, or kept on the disk, or got now. Throws {@link IOException} if there is none. */
    OcspAnswer current() throws IOException {
        asking.lock();
        try {
            OcspAnswer known = held();
            return known == null ? renew() : known;
        } finally {
            asking.unlock();
        }
    }

    /** Whether there is an answer that holds. Asks for one if not, unless somebody is asking already: then there is none for now. */
    boolean isShown() {
        OcspAnswer known = answer;
        if (known != null && known.holds(clock.get())) {
            return true;
        }
        if (!asking.tryLock()) {
            return false;
        }
        try {
            current();
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            asking.unlock();
        }
    }

    private @Nullable OcspAnswer held() {
        OcspAnswer known = answer;
        if (known != null && known.holds(clock.get())) {
            return known;
        }
        if (file == null || !Files.exists(file)) {
            return null;
        }
        try {
            OcspAnswer kept = OcspAnswer.read(Files.readAllBytes(file), certificate, issuer, clock.get());
            if (kept.holds(clock.get())) {
                answer = kept;
                return kept;
            }
            return null;
        } catch (IOException e) {
            // to be asked for again
            return null;
        }
    }

    /** Asks, whatever is known. Throws {@link IOException} if nobody gives an answer that holds; what was known stays known then. */
    OcspAnswer renew() throws IOException {
        asking.lock();
        try {
            if (addresses.isEmpty()) {
                throw new IOException("no available ocsp servers");
            }
            OcspAnswer fresh = ask();
            if (file != null) {
                WholeFile.write(file, "tmp-cert-status", fresh.bytes());
            }
            answer = fresh;
            return fresh;
        } finally {
            asking.unlock();
        }
    }

    private OcspAnswer ask() throws IOException {
        IOException problem = new IOException("none");
        for (URI address : addresses) {
            try {
                byte[] request = OcspClient.request(certificate, issuer);
                byte[] bytes = client.ask(address, request);
                // behind the answer, which says from when it holds
                Instant now = clock.get();
                OcspAnswer fresh = OcspAnswer.read(bytes, certificate, issuer, now);
                if (fresh.holds(now)) {
                    return fresh;
                }
                problem = new IOException("answer of " + fresh.since() + " until " + fresh.until()
                        + " (expected: one that holds now, " + now + ")");
            } catch (IOException | IllegalArgumentException | IllegalStateException e) {
                problem = new IOException(String.valueOf(e.getMessage()), e);
            }
        }
        throw new IOException("exhausted ocsp servers: " + problem.getMessage(), problem);
    }
}
