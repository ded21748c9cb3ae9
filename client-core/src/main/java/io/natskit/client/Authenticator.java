// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Where credentials come from. Asked again at every connect and reconnect, so that changed files, renewed tokens and moved secrets are found. Those made
 * here from files and suppliers are asked on the callback executor, never on the thread that reads.
 *
 * <p>When it fails or does not answer within the connect timeout, the attempt fails with {@link AuthenticationException}.
 */
@FunctionalInterface
public interface Authenticator {

    /** Gives the credentials for one attempt to connect; does not wait, may complete later. */
    CompletionStage<Credentials> credentials(AuthRequest request);

    /** No credentials, or those of the server's URL: the default. */
    static Authenticator none() {
        return Authenticators.FromUrl.INSTANCE;
    }

    /** A token. */
    static Authenticator token(String token) {
        return Authenticators.fixed(Credentials.token(token.toCharArray()));
    }

    /** A token that is asked for at each connect; the array is wiped after use. */
    static Authenticator token(Supplier<char[]> token) {
        return Authenticators.token(token);
    }

    /** A user and a password. The array is copied. */
    static Authenticator userPassword(String user, char[] password) {
        return Authenticators.fixed(Credentials.userPassword(user, password));
    }

    /** Credentials that are asked for at each connect; the supplier may wait. */
    static Authenticator supplied(Supplier<Credentials> credentials) {
        return Authenticators.supplied(credentials);
    }

    /** An NKey: its seed ({@code SU...}) signs the server's nonce. The array is copied. */
    static Authenticator nkey(char[] seed) {
        return Authenticators.nkey(seed);
    }

    /** An NKey from a file that holds its seed; read at each connect. */
    static Authenticator nkeyFile(Path seed) {
        return Authenticators.nkeyFile(seed);
    }

    /** A user JWT and the seed of its NKey. The array is copied. */
    static Authenticator jwt(String jwt, char[] seed) {
        return Authenticators.jwt(jwt, seed);
    }

    /** A credentials file ({@code .creds}: user JWT and seed); read at each connect. */
    static Authenticator credentialsFile(Path file) {
        return Authenticators.credentialsFile(file);
    }

    /** A user JWT and a seed in files of their own; read at each connect. */
    static Authenticator credentialsFiles(Path jwt, Path seed) {
        return Authenticators.credentialsFiles(jwt, seed);
    }

    /** The content of a credentials file. The array is copied. */
    static Authenticator credentials(byte[] content) {
        return Authenticators.credentials(content);
    }
}
