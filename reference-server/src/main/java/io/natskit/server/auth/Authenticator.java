// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.AuthorizationOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.config.TlsOptions;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells who somebody is, by the users, keys, password or token of a configuration, in nats-server's order of precedence: NKeys, users (with
 * {@code no_auth_user}), then the single token or user. Any thread; immutable but for what it remembers of slow checks.
 */
public final class Authenticator {
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
    private final @Nullable OperatorLogin operator;
    private final int refusalCost;
    private final SlowChecks passwords;
    private final SlowChecks signatures;
    private volatile @Nullable BcryptChecks bcryptChecks;

    /**
     * For these options. {@code passwords} runs bcrypt, {@code signatures} what is a thousand times faster and must not wait for it; neither
     * may be a loop.
     */
    public Authenticator(ServerOptions options, Executor passwords, Executor signatures) {
        this(options, passwords, signatures, null, InstantSource.system());
    }

    /**
     * As the other one; in operator mode with the book of accounts, and with {@code signatures} for what may have to wait for the JWT of an
     * account.
     */
    public Authenticator(
            ServerOptions options,
            Executor passwords,
            Executor signatures,
            @Nullable AccountBook accounts,
            InstantSource clock) {
        this.operator = accounts == null
                ? null
                : new OperatorLogin(options.operator(), new TrustedOperators(options.operator()), accounts, clock);
        AuthorizationOptions authorization = options.authorization();
        this.directory = new Directory(options);
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
        this.signatures = new SlowChecks(signatures);
    }

    /** Whether somebody must log in before anything else; without it everybody is {@link Identity#anonymous()}. */
    public boolean isRequired() {
        return operator != null
                || directory.hasKeys()
                || directory.hasNames()
                || openToAnonymous
                || token != null
                || singleUser != null;
    }

    /** Whether accounts and users come as tokens. */
    public boolean isOperatorMode() {
        return operator != null;
    }

    /** The account of a configured user by what it logged in with, its key before its name; null where there is no such user. */
    public @Nullable String accountOf(@Nullable String user, @Nullable String nkey) {
        Directory.User known =
                nkey != null && !nkey.isEmpty() ? directory.withKey(nkey) : user == null ? null : directory.named(user);
        return known == null ? null : known.identity().account();
    }

    /** Whether INFO says {@code auth_required}: a log-in is required and nobody gets in without credentials. */
    public boolean isAdvertised() {
        return isRequired() && noAuthUser == null;
    }

    /** Whether a client that sends another operation before CONNECT is somebody nonetheless. */
    public boolean admitsWithoutConnect() {
        return !isRequired() || (operator == null && (noAuthUser != null || openToAnonymous));
    }

    /** Whether INFO must carry a nonce to sign. */
    public boolean needsNonce() {
        return operator != null || directory.hasKeys();
    }

    /**
     * Answers a log-in. What can be told at once is complete when this returns; bcrypt and signatures complete on their executor's thread, and
     * it is for the caller to come back to its own. A future that is cancelled spares the check that has not begun.
     */
    public CompletionStage<AuthResult> authenticate(ConnectRequest request) {
        if (!isRequired()) {
            return done(new AuthResult.Allowed(Identity.anonymous()));
        }
        OperatorLogin login = operator;
        if (login != null) {
            return signatures.submit(() -> login.authenticate(request));
        }
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
                return done(new AuthResult.Allowed(Identity.anonymous()));
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
        if (user.proxyRequired()) {
            return refused("nkey " + Violations.quoted(nkey) + " must come through a trusted proxy");
        }
        if (nkey.equals(noAuthUser)) {
            return done(new AuthResult.Allowed(user.identity()));
        }
        if (request.signature().isEmpty()) {
            return refused("nkey " + Violations.quoted(nkey) + " without a signature");
        }
        // verifying is some 0.1 ms warm, but 30 ms the first time
        return signatures.submit(() -> Signatures.isSignedBy(nkey, request)
                ? new AuthResult.Allowed(user.identity())
                : new AuthResult.Refused("nkey " + Violations.quoted(nkey) + " with a wrong signature"));
    }

    private CompletionStage<AuthResult> byNoAuthUser(Directory.User user, ConnectRequest request) {
        if (!user.mayComeBy(request.connectionType()) || user.proxyRequired()) {
            return refused("no_auth_user is not allowed by this kind of connection");
        }
        if (user.password().isBcrypt()) {
            // nats-server compares the user's password with itself, which holds for plain ones only
            return refused("no_auth_user has a bcrypt password");
        }
        return done(new AuthResult.Allowed(user.identity()));
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
        if (user.proxyRequired()) {
            return refused("user "
                    + Violations.quoted(String.valueOf(user.identity().user())) + " must come through a trusted proxy");
        }
        return compare(user.password(), request.password(), user.identity(), "the password is wrong");
    }

    private CompletionStage<AuthResult> byName(ConnectRequest request) {
        Directory.User user = directory.named(request.user());
        String refusal = "user " + Violations.quoted(request.user()) + " is unknown, or the password is wrong";
        Identity identity = null;
        if (user != null && user.mayComeBy(request.connectionType()) && !user.proxyRequired()) {
            identity = user.identity();
        } else if (user != null) {
            refusal = "user " + Violations.quoted(request.user()) + " is not allowed by this kind of connection";
        }
        return compareAlike(user != null ? user.password() : NOBODYS, request.password(), identity, refusal);
    }

    /**
     * Who is refused waits as long whether the name is unknown, its password plain or a hash of any cost (trust A4): as long as the dearest
     * password takes, {@link #ALIKE_COST_MAX} at most.
     */
    private CompletionStage<AuthResult> compareAlike(
            Secret expected, String given, @Nullable Identity identity, String refusal) {
        boolean equal = expected.isBcrypt()
                ? bcryptChecks().isKnown(expected, given)
                : expected.equalsPlain(given) && identity != null;
        if (equal && identity != null) {
            return done(new AuthResult.Allowed(identity));
        }
        if (refusalCost == 0 && !expected.isBcrypt()) {
            return refused(refusal);
        }
        return passwords.submit(() -> {
            BcryptChecks checks = bcryptChecks();
            if (expected.isBcrypt() && checks.matches(expected, given) && identity != null) {
                return new AuthResult.Allowed(identity);
            }
            checks.spendRest(expected.cost(), refusalCost);
            return new AuthResult.Refused(refusal);
        });
    }

    private CompletionStage<AuthResult> bySingle(ConnectRequest request) {
        if (proxyRequired) {
            return refused("clients must come through a trusted proxy");
        }
        if (token != null) {
            return compare(token, request.token(), Identity.anonymous(), "the token is wrong");
        }
        if (singleUser != null) {
            String refusal = "user " + Violations.quoted(request.user()) + " is unknown, or the password is wrong";
            boolean known = new Secret(singleUser).equalsPlain(request.user());
            Identity identity = new Identity(Identity.GLOBAL_ACCOUNT, singleUser, Permissions.ALL);
            return compare(singlePassword, request.password(), known ? identity : null, refusal);
        }
        return refused("no credentials");
    }

    // A null identity is refused whatever the comparison says, after the same work.
    private CompletionStage<AuthResult> compare(
            Secret expected, String given, @Nullable Identity identity, String refusal) {
        if (!expected.isBcrypt()) {
            return done(answer(expected.equalsPlain(given), identity, refusal));
        }
        BcryptChecks checks = bcryptChecks();
        if (checks.isKnown(expected, given)) {
            return done(answer(true, identity, refusal));
        }
        return passwords.submit(() -> answer(checks.matches(expected, given), identity, refusal));
    }

    /** Whether an identity holds still, once it is in force: claims that change look for those who have theirs already. */
    public boolean holds(Identity identity) {
        return operator == null || operator.holds(identity);
    }

    /** The rounds of bcrypt that were worked so far. */
    long bcryptWork() {
        return bcryptChecks().work();
    }

    private static AuthResult answer(boolean equal, @Nullable Identity identity, String refusal) {
        return equal && identity != null ? new AuthResult.Allowed(identity) : new AuthResult.Refused(refusal);
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
