// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.OperatorOptions.Resolver;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Finds tokens in a directory, or else at other servers, and keeps what those know. Any thread that may wait. */
public final class AccountDirectory implements AccountResolver {
    private static final Duration UPKEEP_MAX = Duration.ofMinutes(1);

    private final JwtDirectory files;
    private final boolean full;
    private final Duration timeout;
    private final Duration interval;
    private final Duration upkeep;
    private volatile @Nullable Elsewhere elsewhere;

    /** Who may know an account that the directory does not hold. */
    public interface Elsewhere {
        /** The token of an account. Throws {@link IOException} if nobody has it, or says so in time. */
        String ask(String account, Duration timeout) throws IOException;
    }

    /** Of all accounts. Reads the directory; throws {@link IOException} naming what cannot be used. */
    public AccountDirectory(Resolver.Full options, InstantSource clock) throws IOException {
        this.files = JwtDirectory.full(options, clock);
        this.full = true;
        this.timeout = options.timeout();
        this.interval = options.interval();
        this.upkeep = UPKEEP_MAX;
    }

    /** Of those that were used last. Reads the directory; throws {@link IOException} naming what cannot be used. */
    public AccountDirectory(Resolver.Cache options, InstantSource clock) throws IOException {
        this.files = JwtDirectory.cache(options, clock);
        this.full = false;
        this.timeout = options.timeout();
        this.interval = Duration.ZERO;
        Duration half = options.timeToLive().dividedBy(2);
        this.upkeep = half.isZero() || half.compareTo(UPKEEP_MAX) > 0 ? UPKEEP_MAX : half;
    }

    /** The files. */
    public JwtDirectory files() {
        return files;
    }

    /** Whether it is to hold all accounts. */
    public boolean isFull() {
        return full;
    }

    /** How often other servers are asked for what they hold; zero for never. */
    public Duration interval() {
        return interval;
    }

    /** How often one looks for what has ended. */
    public Duration upkeep() {
        return upkeep;
    }

    /** From now on they are asked too. */
    public void asks(Elsewhere others) {
        elsewhere = others;
    }

    @Override
    public String fetch(String account) throws IOException {
        String held = files.load(account);
        if (held != null) {
            return held;
        }
        Elsewhere others = elsewhere;
        if (others == null) {
            throw new IOException("account missing");
        }
        String found = others.ask(account, timeout);
        try {
            Jwt.decodeAccount(found);
        } catch (InvalidJwtException e) {
            throw new IOException("account missing: what another server sent is no token: " + e.getMessage(), e);
        }
        files.saveIfNewer(account, found);
        return found;
    }
}
