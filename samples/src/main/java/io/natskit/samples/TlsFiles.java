// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A certificate authority for an afternoon, by the JDK's keytool, and what it signs, as PEM files. */
final class TlsFiles {
    private final Path folder;
    private final Path store;
    private final String password = UUID.randomUUID().toString();

    /** Makes the authority. */
    TlsFiles(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.store = folder.resolve("keys.p12");
        keytool("-genkeypair", "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c");
        export("authority");
    }

    /** Makes a key and a certificate for it, with a subject, and alternative names as keytool writes them or none. */
    void sign(String name, String subject, String names) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("-genkeypair", "-alias", name, "-dname", subject, "-signer", "authority"));
        if (!names.isEmpty()) {
            command.addAll(List.of("-ext", "san=" + names));
        }
        keytool(command.toArray(new String[0]));
        export(name);
    }

    /** The authority's certificate, which is what others trust. */
    Path authority() {
        return certificate("authority");
    }

    Path certificate(String name) {
        return folder.resolve(name + "-cert.pem");
    }

    Path key(String name) {
        return folder.resolve(name + "-key.pem");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(
                List.of("-keyalg", "EC", "-validity", "1", "-keystore", store.toString(), "-storepass:env", "SECRET"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SECRET", password);
        Process keytool = builder.start();
        String said = new String(keytool.getInputStream().readAllBytes());
        Sample.check("keytool: " + said.trim(), 0, keytool.waitFor());
    }

    private void export(String name) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
            pem(certificate(name), "CERTIFICATE", keys.getCertificate(name).getEncoded());
            pem(
                    key(name),
                    "PRIVATE KEY",
                    keys.getKey(name, password.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void pem(Path file, String kind, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
