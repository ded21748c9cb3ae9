// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority, made by the JDK's keytool, and the certificates that it signs: good ones, and ones that are wrong in one way. */
final class TestAuthority {
    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path store;
    private final Path certificate;

    private TestAuthority(Path store, Path certificate) {
        this.store = store;
        this.certificate = certificate;
    }

    /** Makes one. */
    static TestAuthority make(Path folder, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        TestAuthority made = new TestAuthority(store, folder.resolve(name + ".pem"));
        made.keytool(AUTHORITY, "-ext", "bc:critical=ca:true", "-ext", "ku=keyCertSign", "-validity", "3");
        byte[] der = made.keys().getCertificate(AUTHORITY).getEncoded();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(made.certificate, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        return made;
    }

    /** Whom its clients trust, as PEM. */
    Path certificate() {
        return certificate;
    }

    /** A server that shows a new certificate of this authority. */
    SSLContext server(String name, String... more) throws IOException, GeneralSecurityException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-signer", AUTHORITY));
        arguments.addAll(List.of(more));
        keytool(name, arguments.toArray(String[]::new));
        KeyStore all = keys();
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        Key key = all.getKey(name, PASSWORD.toCharArray());
        Certificate[] chain = {all.getCertificate(name), all.getCertificate(AUTHORITY)};
        own.setKeyEntry(name, key, PASSWORD.toCharArray(), chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void keytool(String alias, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", command).isZero();
    }
}
