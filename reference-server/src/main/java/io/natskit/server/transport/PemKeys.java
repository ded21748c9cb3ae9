// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Private keys in PEM: PKCS#8, and the older forms of RSA (PKCS#1) and EC (SEC1), which are put into the PKCS#8 envelope. */
final class PemKeys {
    private static final byte[] RSA = {
        0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };
    private static final byte[] EC_KEY = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int PARAMETERS = 0xa0;

    private PemKeys() {}

    /** Reads the first key of a file. */
    static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        byte[] pkcs8 = block(text, "PRIVATE KEY");
        if (pkcs8 == null) {
            byte[] rsa = block(text, "RSA PRIVATE KEY");
            byte[] ec = block(text, "EC PRIVATE KEY");
            if (rsa != null) {
                pkcs8 = envelope(RSA, rsa);
            } else if (ec != null) {
                pkcs8 = envelope(element(SEQUENCE, join(EC_KEY, curve(ec))), ec);
            } else {
                throw new IOException("key_file " + file + ": no private key found (expected: PEM, not encrypted)");
            }
        }
        try {
            return generate(pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static PrivateKey generate(byte[] pkcs8) throws GeneralSecurityException {
        GeneralSecurityException last = null;
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new GeneralSecurityException("the private key is of an unknown kind", last);
    }

    /** The text of all blocks of a kind, without the chatter that tools write between them. */
    static byte[] onlyBlocks(String text, String kind) {
        StringBuilder out = new StringBuilder();
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        int from = text.indexOf(begin);
        while (from >= 0) {
            int to = text.indexOf(end, from);
            if (to < 0) {
                break;
            }
            out.append(text, from, to + end.length()).append('\n');
            from = text.indexOf(begin, to);
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte @Nullable [] block(String text, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        int from = text.indexOf(begin);
        int to = from < 0 ? -1 : text.indexOf("-----END " + kind, from);
        return to < 0 ? null : Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(join(VERSION_0, algorithm), element(OCTETS, key)));
    }

    /** The curve's identifier out of a SEC1 key: SEQUENCE { 1, OCTETS key, [0] identifier, … }. */
    private static byte[] curve(byte[] sec1) throws IOException {
        try {
            int at = contentStart(sec1, 0);
            at = contentStart(sec1, at) + contentLength(sec1, at);
            at = contentStart(sec1, at) + contentLength(sec1, at);
            if ((sec1[at] & 0xff) != PARAMETERS) {
                throw new IOException("the EC key does not name its curve");
            }
            int start = contentStart(sec1, at);
            return Arrays.copyOfRange(sec1, start, start + contentLength(sec1, at));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the EC key is cut short", e);
        }
    }

    private static int contentStart(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length & 0xff);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
