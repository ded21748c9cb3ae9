// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.AuthorizationOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells who somebody is by the users, keys, password or token of a configuration, in nats-server's order of precedence: NKeys, users (with
 * {@code no_auth_user}), then the single token or user. Any thread; immutable but for what it remembers of slow checks.
 */
final class ConfiguredLogin {
    private static final Secret NOBODYS = new Secret("");

    // 0.8 s: beyond it everybody who mistypes would pay for one user's hash.
    private static final int ALIKE_COST_MAX = 14;

    private final Directory directory;
    private final @Nullable Secret token;
    private final @Nullable String singleUser;
    private final Secret singlePassword;
    private final boolean proxyRequired;
    private final @Nullable String noAuthUser;
    private final boolean openToAnonymous;
    private final boolean mapsCertificates;
    private final int refusalCost;
    private final SlowChecks passwords;
    private final SlowChecks signatures;
    private volatile @Nullable BcryptChecks bcryptChecks;

    /** {@code passwords} runs bcrypt, {@code signatures} what is a thousand times faster. */
    ConfiguredLogin(ServerOptions options, Directory directory, Executor passwords, SlowChecks signatures) {
        AuthorizationOptions authorization = options.authorization();
        this.directory = directory;
        this.refusalCost = Math.min(ALIKE_COST_MAX, directory.highestCost());
        String tokenText = presentOrNull(authorization.token());
        this.token = tokenText == null ? null : new Secret(tokenText);
        this.singleUser = presentOrNull(authorization.username());
        this.singlePassword = new Secret(Objects.requireNonNullElse(authorization.password(), ""));
        this.proxyRequired = authorization.proxyRequired();
        this.noAuthUser = presentOrNull(authorization.noAuthUser());
        this.openToAnonymous = isOnlySystemAccount(options);
        TlsOptions tls = options.tls();
        this.mapsCertificates = tls != null && tls.verifyAndMap();
        this.passwords = new SlowChecks(passwords);
        this.signatures = signatures;
    }

    /** Whether somebody must log in before anything else. */
    boolean isRequired() {
        return directory.hasKeys() || directory.hasNames() || openToAnonymous || token != null || singleUser != null;
    }

    /** Whether there is a user for those who bring no credentials. */
    boolean hasNoAuthUser() {
        return noAuthUser != null;
    }

    /** Whether the global account is open to everybody, beside the users of the system account. */
    boolean isOpenToAnonymous() {
        return openToAnonymous;
    }

    /** Whether the users, or the single one, still have somebody of that name who may publish to that subject. */
    boolean mayStillPublish(String user, byte[] subject) {
        if (!directory.hasNames()) {
            return singleUser == null || singleUser.equals(user);
        }
        Directory.User known = directory.named(user);
        return known != null && known.identity().permissions().mayPublish(subject, 0, subject.length);
    }

    CompletionStage<AuthResult> authenticate(ConnectRequest request) {
        boolean hasNoPassword = request.user().isEmpty()
                && request.password().isEmpty()
                && request.token().isEmpty();
        boolean bare = hasNoPassword && request.nkey().isEmpty();
        if (directory.hasKeys()) {
            String nkey =
                    bare && noAuthUser != null && directory.withKey(noAuthUser) != null ? noAuthUser : request.nkey();
            if (!nkey.isEmpty()) {
                return byKey(nkey, request);
            }
        }
        if (mapsCertificates && directory.hasNames()) {
            return byCertificate(request);
        }
        if (directory.hasNames() || openToAnonymous) {
            if (hasNoPassword && openToAnonymous) {
                return done(new AuthResult.Allowed(Identity.anonymous(), request.proxy()));
            }
            Directory.User free = hasNoPassword && noAuthUser != null ? directory.named(noAuthUser) : null;
            if (free != null) {
                return byNoAuthUser(free, request);
            }
            if (!request.user().isEmpty()) {
                return byName(request);
            }
        }
        return bySingle(request);
    }

    private CompletionStage<AuthResult> byKey(String nkey, ConnectRequest request) {
        Directory.User user = directory.withKey(nkey);
        if (user == null || !user.mayComeBy(request.connectionType())) {
            return refused("nkey " + Violations.quoted(nkey) + " is unknown or not allowed by this kind of connection");
        }
        if (user.isBarred(request)) {
            return done(outsideProxy("nkey " + Violations.quoted(nkey)));
        }
        if (nkey.equals(noAuthUser)) {
            return done(new AuthResult.Allowed(user.identity(), request.proxy()));
        }
        if (request.signature().isEmpty()) {
            return refused("nkey " + Violations.quoted(nkey) + " without a signature");
        }
        // verifying is some 0.1 ms warm, but 30 ms the first time
        return signatures.submit(() -> Signatures.isSignedBy(nkey, request)
                ? new AuthResult.Allowed(user.identity(), request.proxy())
                : new AuthResult.Refused("nkey " + Violations.quoted(nkey) + " with a wrong signature"));
    }

    private CompletionStage<AuthResult> byNoAuthUser(Directory.User user, ConnectRequest request) {
        if (!user.mayComeBy(request.connectionType())) {
            return refused("no_auth_user is not allowed by this kind of connection");
        }
        if (user.isBarred(request)) {
            return done(outsideProxy("no_auth_user"));
        }
        if (user.password().isBcrypt()) {
            // nats-server compares the user's password with itself, which holds for plain ones only
            return refused("no_auth_user has a bcrypt password");
        }
        return done(new AuthResult.Allowed(user.identity(), request.proxy()));
    }

    /** The certificate says who it is; a password of that user is asked for all the same. */
    private CompletionStage<AuthResult> byCertificate(ConnectRequest request) {
        X509Certificate certificate = request.certificate();
        if (certificate == null) {
            return refused("the user is to be named by a certificate, and there is none");
        }
        Directory.User user = new CertificateUser(directory.named(), one -> one.mayComeBy(request.connectionType()))
                .find(certificate);
        if (user == null) {
            return refused("no user is named by the certificate of "
                    + Violations.quoted(certificate.getSubjectX500Principal().getName()));
        }
        if (user.isBarred(request)) {
            return done(outsideProxy(
                    "user " + Violations.quoted(String.valueOf(user.identity().user()))));
        }
        return compare(
                user.password(),
                request.password(),
                new AuthResult.Allowed(user.identity(), request.proxy()),
                new AuthResult.Refused("the password is wrong"));
    }

    private CompletionStage<AuthResult> byName(ConnectRequest request) {
        Directory.User user = directory.named(request.user());
        AuthResult.Refused refusal = stranger(request);
        AuthResult.Allowed welcome = null;
        if (user != null && user.isBarred(request)) {
            refusal = outsideProxy("user " + Violations.quoted(request.user()));
        } else if (user != null && user.mayComeBy(request.connectionType())) {
            welcome = new AuthResult.Allowed(user.identity(), request.proxy());
        } else if (user != null) {
            refusal = new AuthResult.Refused(
                    "user " + Violations.quoted(request.user()) + " is not allowed by this kind of connection");
        }
        return compareAlike(user != null ? user.password() : NOBODYS, request.password(), welcome, refusal);
    }

    private static AuthResult.Refused stranger(ConnectRequest request) {
        return new AuthResult.Refused(
                "user " + Violations.quoted(request.user()) + " is unknown, or the password is wrong");
    }

    private static AuthResult.Refused outsideProxy(String who) {
        return new AuthResult.Refused(who + " must come through a trusted proxy", AuthResult.Cause.PROXY_REQUIRED);
    }

    /**
     * Who is refused waits as long whether the name is unknown, its password plain or a hash of any cost (trust A4): as long as the dearest
     * password takes, {@link #ALIKE_COST_MAX} at most.
     */
    private CompletionStage<AuthResult> compareAlike(
            Secret expected, String given, AuthResult.@Nullable Allowed welcome, AuthResult.Refused refusal) {
        boolean equal = expected.isBcrypt()
                ? bcryptChecks().isKnown(expected, given)
                : expected.equalsPlain(given) && welcome != null;
        if (equal && welcome != null) {
            return done(welcome);
        }
        if (refusalCost == 0 && !expected.isBcrypt()) {
            return done(refusal);
        }
        return passwords.submit(() -> {
            BcryptChecks checks = bcryptChecks();
            if (expected.isBcrypt() && checks.matches(expected, given) && welcome != null) {
                return welcome;
            }
            checks.spendRest(expected.cost(), refusalCost);
            return refusal;
        });
    }

    private CompletionStage<AuthResult> bySingle(ConnectRequest request) {
        if (proxyRequired && request.proxy() == null) {
            return done(outsideProxy("everybody"));
        }
        if (token != null) {
            AuthResult.Allowed welcome = new AuthResult.Allowed(Identity.anonymous(), request.proxy());
            return compare(token, request.token(), welcome, new AuthResult.Refused("the token is wrong"));
        }
        if (singleUser != null) {
            boolean known = new Secret(singleUser).equalsPlain(request.user());
            Identity identity = new Identity(Identity.GLOBAL_ACCOUNT, singleUser, Permissions.ALL);
            AuthResult.Allowed welcome = known ? new AuthResult.Allowed(identity, request.proxy()) : null;
            return compare(singlePassword, request.password(), welcome, stranger(request));
        }
        return refused("no credentials");
    }

    // Without a welcome, somebody is refused whatever the comparison says, after the same work.
    private CompletionStage<AuthResult> compare(
            Secret expected, String given, AuthResult.@Nullable Allowed welcome, AuthResult.Refused refusal) {
        if (!expected.isBcrypt()) {
            return done(answer(expected.equalsPlain(given), welcome, refusal));
        }
        BcryptChecks checks = bcryptChecks();
        if (checks.isKnown(expected, given)) {
            return done(answer(true, welcome, refusal));
        }
        return passwords.submit(() -> answer(checks.matches(expected, given), welcome, refusal));
    }

    /** The rounds of bcrypt that were worked so far. */
    long bcryptWork() {
        return bcryptChecks().work();
    }

    private static AuthResult answer(boolean equal, AuthResult.@Nullable Allowed welcome, AuthResult.Refused refusal) {
        return equal && welcome != null ? welcome : refusal;
    }

    // made when the first bcrypt hash is met; two of them by a race would remember less, that is all
    private BcryptChecks bcryptChecks() {
        BcryptChecks checks = bcryptChecks;
        if (checks == null) {
            checks = new BcryptChecks();
            bcryptChecks = checks;
        }
        return checks;
    }

    // nats-server: a configuration of the system account alone, without an authorization block, leaves the global
    // account open.
    private static boolean isOnlySystemAccount(ServerOptions options) {
        AuthorizationOptions authorization = options.authorization();
        List<AccountOptions> accounts = options.accounts();
        boolean authorizationIsEmpty = !authorization.isDefined()
                && authorization.users().isEmpty()
                && authorization.username() == null
                && authorization.token() == null
                && authorization.defaultPermissions() == null
                && authorization.noAuthUser() == null;
        String system = Objects.requireNonNullElse(options.systemAccount(), "$SYS");
        return authorizationIsEmpty
                && !options.noSystemAccount()
                && accounts.size() == 1
                && accounts.get(0).name().equals(system);
    }

    private static CompletionStage<AuthResult> refused(String reason) {
        return done(new AuthResult.Refused(reason));
    }

    private static CompletionStage<AuthResult> done(AuthResult result) {
        return CompletableFuture.completedFuture(result);
    }

    private static @Nullable String presentOrNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
