// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that signs itself, for a server that is measured, by the JDK's keytool.
 *
 * @param chain the file of the certificate, PEM
 * @param key the file of its key, PEM
 */
record OwnCertificate(Path chain, Path key) {
    private static final String PASSWORD = "measured";
    private static final String ALIAS = "server";

    static OwnCertificate make() {
        try {
            Path folder = Files.createTempDirectory("bench-tls");
            Path store = folder.resolve("keys.p12");
            keytool(store);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            Path chain = pem(
                    folder.resolve("chain.pem"),
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded());
            Path key = pem(
                    folder.resolve("key.pem"),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            for (Path file : new Path[] {folder, store, chain, key}) {
                file.toFile().deleteOnExit();
            }
            return new OwnCertificate(chain, key);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the key store of keytool cannot be read", failure);
        }
    }

    private static void keytool(Path store) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool ended with " + keytool.exitValue() + ": " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool made a certificate", interrupted);
        }
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
