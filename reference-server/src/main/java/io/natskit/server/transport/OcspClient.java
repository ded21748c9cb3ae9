// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.server.fetch.BoundedFetch;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.GeneralName;

/** Asks an authority about a certificate that it gave (RFC 6960). Blocks; any thread. */
final class OcspClient {
    private static final String AUTHORITY_ACCESS = "1.3.6.1.5.5.7.1.1";
    /** Bytes of an answer. */
    static final int ANSWER_MAX = 1 << 20;

    private final BoundedFetch fetch;

    OcspClient(Duration timeout) {
        fetch = new BoundedFetch(HttpClient.newBuilder().connectTimeout(timeout).build(), timeout, ANSWER_MAX);
    }

    /** Where its authority is asked about a certificate: http and https addresses alone; empty if the certificate names none. */
    static List<URI> addresses(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY_ACCESS);
        List<URI> found = new ArrayList<>();
        if (extension == null) {
            return found;
        }
        byte[] access = ASN1OctetString.getInstance(extension).getOctets();
        for (AccessDescription each :
                AuthorityInformationAccess.getInstance(access).getAccessDescriptions()) {
            GeneralName where = each.getAccessLocation();
            if (each.getAccessMethod().equals(AccessDescription.id_ad_ocsp)
                    && where.getTagNo() == GeneralName.uniformResourceIdentifier) {
                String text = where.getName().toString();
                if (text.startsWith("http://") || text.startsWith("https://")) {
                    found.add(URI.create(text));
                }
            }
        }
        return found;
    }

    /** The answer as it came, from the first address that gives one. */
    byte[] ask(List<URI> addresses, X509Certificate certificate, X509Certificate issuer) throws IOException {
        byte[] request = request(certificate, issuer);
        IOException problem = new IOException("no address");
        for (URI address : addresses) {
            try {
                return get(address, request);
            } catch (IOException e) {
                problem = e;
            }
        }
        throw problem;
    }

    /** The answer as it came, from that address by POST, or by GET from one that does not take it. */
    byte[] ask(URI address, byte[] request) throws IOException {
        try {
            return fetch.fetch(HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/ocsp-request")
                    .header("Accept", "application/ocsp-response")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                    .build());
        } catch (IOException e) {
            return get(address, request);
        }
    }

    private byte[] get(URI address, byte[] request) throws IOException {
        String encoded = URLEncoder.encode(Base64.getEncoder().encodeToString(request), StandardCharsets.US_ASCII);
        String base = address.toString();
        String path = base.endsWith("/") ? base : base + "/";
        return fetch.fetch(HttpRequest.newBuilder(URI.create(path + encoded)).build());
    }

    static byte[] request(X509Certificate certificate, X509Certificate issuer) throws IOException {
        ASN1Encodable id = CertificateId.of(certificate, issuer).encoded();
        return sequence(sequence(sequence(sequence(id)))).getEncoded("DER");
    }

    private static DERSequence sequence(ASN1Encodable only) {
        return new DERSequence(only);
    }
}
