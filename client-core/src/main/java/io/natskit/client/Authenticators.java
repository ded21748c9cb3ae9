// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.nkey.NKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The authenticators behind the factories of {@link Authenticator}. Whatever reads files or asks users runs on the common pool, not on the caller. */
final class Authenticators {

    private Authenticators() {}

    /** Takes what the server's URL says. */
    enum FromUrl implements Authenticator {
        INSTANCE;

        @Override
        public CompletionStage<Credentials> credentials(AuthRequest request) {
            return CompletableFuture.completedFuture(
                    copy(request.server().credentials().orElseGet(Credentials::none)));
        }

        @Override
        public String toString() {
            return "Authenticator[from URL]";
        }
    }

    /** Named, so that options can be printed without their secrets. */
    private record Named(String name, Function<AuthRequest, CompletionStage<Credentials>> source)
            implements Authenticator {
        @Override
        public CompletionStage<Credentials> credentials(AuthRequest request) {
            return source.apply(request);
        }

        @Override
        public String toString() {
            return "Authenticator[" + name + ", <hidden>]";
        }
    }

    static Authenticator fixed(Credentials credentials) {
        return new Named("fixed", request -> CompletableFuture.completedFuture(copy(credentials)));
    }

    static Authenticator token(Supplier<char[]> token) {
        return later("token", request -> {
            char[] secret = token.get();
            Credentials credentials = Credentials.token(secret);
            Arrays.fill(secret, '\0');
            return credentials;
        });
    }

    static Authenticator supplied(Supplier<Credentials> credentials) {
        return later("supplied", request -> credentials.get());
    }

    static Authenticator nkey(char[] seed) {
        char[] own = seed.clone();
        try (NKey key = NKey.fromSeed(own)) {
            key.publicKey(); // fails here and now when the seed is wrong
        }
        return new Named("nkey", request -> CompletableFuture.completedFuture(signed(own.clone(), null, request)));
    }

    static Authenticator nkeyFile(Path file) {
        return later("nkey file " + file, request -> signed(seedIn(file), null, request));
    }

    static Authenticator jwt(String jwt, char[] seed) {
        char[] own = seed.clone();
        return new Named("jwt", request -> CompletableFuture.completedFuture(signed(own.clone(), jwt, request)));
    }

    static Authenticator credentialsFile(Path file) {
        return later("credentials file " + file, request -> fromFile(CredentialsFile.parse(file), request));
    }

    static Authenticator credentialsFiles(Path jwt, Path seed) {
        return later("files " + jwt + " and " + seed, request -> signed(seedIn(seed), jwtIn(jwt), request));
    }

    static Authenticator credentials(byte[] content) {
        byte[] own = content.clone();
        CredentialsFile.parse(own).close(); // fails here and now when it is none
        return new Named(
                "credentials",
                request -> CompletableFuture.completedFuture(fromFile(CredentialsFile.parse(own), request)));
    }

    /** The same, and a token beside: a server looks at what it knows. */
    static Authenticator andToken(Authenticator first, String token) {
        return new Named(
                first + " and token",
                request -> first.credentials(request).thenApply(known -> withToken(known, token)));
    }

    private static Credentials withToken(Credentials known, String token) {
        Credentials.Builder all = Credentials.builder().token(token.toCharArray());
        known.user().ifPresent(all::user);
        known.password().ifPresent(all::password);
        known.jwt().ifPresent(all::jwt);
        String signature = known.signature().orElse("");
        known.nkey()
                .ifPresentOrElse(
                        key -> all.signed(key, signature),
                        () -> known.signature().ifPresent(all::signature));
        known.wipe();
        return all.build();
    }

    private static Authenticator later(String name, Function<AuthRequest, Credentials> source) {
        return new Named(name, request -> {
            try {
                return CompletableFuture.completedFuture(source.apply(request));
            } catch (RuntimeException | Error e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private static Credentials fromFile(CredentialsFile file, AuthRequest request) {
        try (file) {
            return signed(file.seed(), file.jwt(), request);
        }
    }

    /** Signs the nonce; wipes the seed. With a JWT the server finds the key in it, so only the signature is sent. */
    private static Credentials signed(char[] seed, @Nullable String jwt, AuthRequest request) {
        try (NKey key = NKey.fromSeed(seed)) {
            String signature = request.nonce().isEmpty() ? "" : sign(key, request.nonce());
            Credentials.Builder fields = Credentials.builder();
            if (jwt != null) {
                return fields.jwt(jwt).signature(signature).build();
            }
            return fields.signed(key.publicKey(), signature).build();
        } finally {
            Arrays.fill(seed, '\0');
        }
    }

    private static String sign(NKey key, String nonce) {
        byte[] signature = key.sign(nonce.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static char[] seedIn(Path file) {
        byte[] content = read(file);
        try {
            return CredentialsFile.parseSeed(content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** The JWT of a file that holds it alone, or between dashes as a credentials file does. */
    private static String jwtIn(Path file) {
        String text = new String(read(file), StandardCharsets.UTF_8);
        for (String line : text.split("\\R")) {
            if (line.startsWith("eyJ")) {
                return line.strip();
            }
        }
        throw new IllegalArgumentException(file + ": no JWT (expected: a line that begins with eyJ)");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** A copy, since credentials are wiped after use. */
    private static Credentials copy(Credentials from) {
        Credentials.Builder to = Credentials.builder();
        from.user().ifPresent(to::user);
        from.password().ifPresent(to::password);
        from.token().ifPresent(to::token);
        from.jwt().ifPresent(to::jwt);
        from.nkey().ifPresent(key -> to.signed(key, from.signature().orElse("")));
        if (from.nkey().isEmpty()) {
            from.signature().ifPresent(to::signature);
        }
        return to.build();
    }
}
