// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.config.OcspCacheOptions;
import io.natskit.server.config.OcspOptions;
import io.natskit.server.config.OcspOptions.Mode;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS of a server's listeners, and looks after what authorities say: of the listeners' certificates, which are shown with it (OCSP stapling),
 * and of clients', whose answers all listeners share (AU-17). Any thread.
 */
public final class TlsDoors implements AutoCloseable {
    private static final String TLS_FEATURES = "1.3.6.1.5.5.7.1.24";
    private static final int STATUS_REQUEST = 5;

    private final TlsSurroundings around;
    private final PeerWitness witness;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final List<StapleWatch> made = new ArrayList<>();
    private final List<StapleWatch> running = new ArrayList<>();
    private @Nullable StapleResponder responder;
    private @Nullable OcspCacheKeeper madeAnswers;
    // written under the lock
    private volatile @Nullable OcspCacheKeeper answers;

    /**
     * Nothing is open yet.
     *
     * @param loop waits until a certificate is to be asked about again
     * @param work asks; may take its time
     * @param journal where lines go
     * @param witness told who is not let in
     * @param clock the time of day
     * @param end ends the server whose certificate is revoked; must not wait for that
     */
    public TlsDoors(
            EventLoop loop,
            Executor work,
            TlsJournal journal,
            PeerWitness witness,
            Supplier<Instant> clock,
            Runnable end) {
        this.around = new TlsSurroundings(loop, work, journal, clock, end);
        this.witness = witness;
    }

    /**
     * TLS of one listener of a server with these options; null where it has none. Throws {@link IOException} naming the file that cannot be used, or
     * the certificate whose authority says nothing good.
     */
    public @Nullable TlsListener open(@Nullable TlsOptions tls, ServerOptions all) throws IOException {
        if (tls == null) {
            return null;
        }
        long limit = tls.connectionRateLimit();
        OcspJudge authorities = tls.ocspPeer().verify()
                ? new OcspJudge(tls.ocspPeer(), answers(all.ocspCache()), around.journal(), witness, around.clock())
                : null;
        return new TlsListener(
                tls, new TlsContexts(tls, authorities, new Staples(all)), limit > 0 ? new HandshakeRate(limit) : null);
    }

    /** What is known already goes on where it is kept in the same place. */
    private OcspCache answers(OcspCacheOptions asked) {
        lock.lock();
        try {
            OcspCacheKeeper made = madeAnswers;
            if (made == null) {
                OcspCacheKeeper before = answers;
                made = before != null && before.options().equals(asked)
                        ? before
                        : new OcspCacheKeeper(asked, before, around);
                madeAnswers = made;
            }
            return made.cache();
        } finally {
            lock.unlock();
        }
    }

    /** What is known of clients' certificates; null where no listener asks about them, or nothing is kept. */
    public @Nullable OcspCacheFigures peerAnswers() {
        OcspCacheKeeper now = answers;
        return now == null || !now.cache().keepsSome() ? null : now.cache().figures();
    }

    /** What was opened since the last time takes the place of what was opened before. */
    public void begin() {
        OcspCacheKeeper before;
        OcspCacheKeeper next;
        lock.lock();
        try {
            running.forEach(StapleWatch::stop);
            running.clear();
            running.addAll(made);
            made.clear();
            knowRunning();
            running.forEach(StapleWatch::start);
            before = answers;
            next = madeAnswers;
            answers = next;
            madeAnswers = null;
        } finally {
            lock.unlock();
        }
        if (before != null && before != next) {
            before.stop(next);
        }
        if (next != null && before != next) {
            next.start();
        }
    }

    /** What was opened since the last time is not used, and what runs goes on. */
    public void forget() {
        lock.lock();
        try {
            made.clear();
            madeAnswers = null;
            knowRunning();
        } finally {
            lock.unlock();
        }
    }

    private void knowRunning() {
        if (responder != null) {
            responder.knowOnly(running.stream().map(StapleWatch::status).toList());
        }
    }

    /** Nothing is asked any more, and what is known of clients is written; for when nobody comes in any more, and before the threads end. Blocks. */
    @Override
    public void close() {
        lock.lock();
        try {
            running.forEach(StapleWatch::stop);
            if (responder != null) {
                responder.close();
            }
        } finally {
            lock.unlock();
        }
        OcspCacheKeeper kept = answers;
        if (kept != null) {
            kept.stop(null);
        }
    }

    /** By the options of the whole server. */
    private final class Staples implements Stapler {
        private final OcspOptions options;
        private final @Nullable Path store;

        Staples(ServerOptions all) {
            this.options = all.ocsp();
            this.store = all.jetStream().storeDir();
        }

        @Override
        public @Nullable OwnStatus statusOf(Path certFile, List<X509Certificate> chain, Authorities trusted)
                throws IOException, GeneralSecurityException {
            X509Certificate own = chain.get(0);
            boolean demanded = isDemanded(own);
            if (demanded && options.mode() == Mode.NEVER) {
                around.journal().warn("Certificate at '" + certFile + "' has MustStaple but OCSP is disabled");
            }
            boolean isShown = options.mode() == Mode.ALWAYS || demanded && options.mode() != Mode.NEVER;
            if (!isShown) {
                return null;
            }
            OwnStatus status = new OwnStatus(
                    new OwnStatus.Subject(certFile, own, issuer(chain, trusted)),
                    options.urls(),
                    store,
                    options.mode() != Mode.AUTO,
                    around.clock());
            adopt(status);
            check(status);
            return status;
        }

        /** A certificate that is shown already, or at another door, need not be asked about again. */
        private void adopt(OwnStatus status) {
            lock.lock();
            try {
                running.forEach(each -> status.adopt(each.status()));
                made.forEach(each -> status.adopt(each.status()));
            } finally {
                lock.unlock();
            }
        }

        private void check(OwnStatus status) throws IOException {
            OcspAnswer answer;
            try {
                answer = status.current();
            } catch (IOException e) {
                throw new IOException(
                        "bad OCSP status update for certificate at '" + status.certFile() + "': " + e.getMessage(), e);
            }
            if (status.endsServer() && !answer.status().equals(OcspAnswer.GOOD)) {
                throw new IOException("found existing OCSP status for certificate at '" + status.certFile() + "': "
                        + answer.status());
            }
        }

        @Override
        public SSLContext context(List<OwnStatus> statuses, StapledContext.Maker maker, boolean only)
                throws IOException {
            lock.lock();
            try {
                StapleResponder known = responder;
                if (known == null) {
                    known = new StapleResponder();
                    responder = known;
                }
                statuses.forEach(known::know);
                SSLContext context = StapledContext.make(maker, known.address(), only ? statuses.get(0) : null);
                statuses.forEach(each -> made.add(new StapleWatch(each, around)));
                return context;
            } finally {
                lock.unlock();
            }
        }
    }

    private static X509Certificate issuer(List<X509Certificate> chain, Stapler.Authorities trusted)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> among = chain.size() > 1 ? chain.subList(1, 2) : trusted.all();
        X509Certificate issuer = ClientTrust.issuer(chain.get(0), among);
        if (issuer == null) {
            throw new IOException("no issuers found");
        }
        if (issuer.getBasicConstraints() < 0) {
            throw new IOException(
                    issuer.getSubjectX500Principal().getName() + " invalid ca basic constraints: is not ca");
        }
        return issuer;
    }

    /** Whether a certificate is to be taken only together with its status (RFC 7633). */
    private static boolean isDemanded(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(TLS_FEATURES);
        if (extension == null) {
            return false;
        }
        try {
            byte[] features = ASN1OctetString.getInstance(extension).getOctets();
            for (ASN1Encodable feature : ASN1Sequence.getInstance(features)) {
                if (ASN1Integer.getInstance(feature).hasValue(STATUS_REQUEST)) {
                    return true;
                }
            }
            return false;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
