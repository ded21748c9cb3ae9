// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.OperatorOptions.Resolver;
import io.natskit.server.config.OperatorOptions.Resolver.Deletion;
import io.natskit.wire.jwt.Claims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of accounts in files of one directory, {@code <public key>.jwt} as nats-server names them, so that a directory moves from one
 * server to the other. A file is written beside its place and moved there, so it is never half there. Any thread that may wait for the disk.
 */
public final class JwtDirectory {
    private static final String ENDING = ".jwt";
    private static final String DELETED = ".deleted";
    private static final String UNFINISHED = ".new";
    private static final long FILE_MAX = 1024 * 1024;

    private final Path directory;
    private final Deletion deletion;
    private final long accountsMax;
    private final boolean evicts;
    private final ReentrantLock lock = new ReentrantLock();
    private final JwtIndex index;

    private JwtDirectory(
            Path directory,
            Deletion deletion,
            long accountsMax,
            boolean evicts,
            Duration timeToLive,
            InstantSource clock) {
        this.directory = directory;
        this.deletion = deletion;
        this.accountsMax = accountsMax;
        this.evicts = evicts;
        this.index = new JwtIndex(timeToLive, clock);
    }

    /** A directory for all accounts. Reads what is there; throws {@link IOException} naming what cannot be used. */
    public static JwtDirectory full(Resolver.Full options, InstantSource clock) throws IOException {
        return open(new JwtDirectory(
                options.directory(), options.deletion(), options.accountsMax(), false, Duration.ZERO, clock));
    }

    /** A directory for the accounts that were used last. Reads what is there; throws {@link IOException} naming what cannot be used. */
    public static JwtDirectory cache(Resolver.Cache options, InstantSource clock) throws IOException {
        return open(new JwtDirectory(
                options.directory(), Deletion.REMOVED, options.accountsMax(), true, options.timeToLive(), clock));
    }

    private static JwtDirectory open(JwtDirectory one) throws IOException {
        Files.createDirectories(one.directory, mode(one.directory, "rwx------"));
        one.lock.lock();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(one.directory, "*" + ENDING)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String account = name.substring(0, name.length() - ENDING.length());
                String jwt = isKey(account) ? read(one.directory, account) : null;
                if (jwt != null) {
                    one.index.put(account, jwt);
                }
            }
        } finally {
            one.lock.unlock();
        }
        one.removeEnded();
        return one;
    }

    /**
     * What a directory has of an account, or null, for whoever only reads: nothing is made or removed there. Throws {@link IOException} for what
     * is no account's key, for a file that is too large, and for one that cannot be read.
     */
    public static @Nullable String read(Path directory, String account) throws IOException {
        requireKey(account);
        Path file = file(directory, account);
        try {
            if (Files.size(file) > FILE_MAX) {
                throw new IOException(file + " is larger than " + FILE_MAX + " bytes");
            }
            String jwt = Files.readString(file, StandardCharsets.ISO_8859_1);
            return jwt.isEmpty() ? null : jwt;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /** Whether accounts may be taken away. */
    public boolean mayDelete() {
        return deletion != Deletion.REFUSED;
    }

    /** The token of an account, or null. */
    public @Nullable String load(String account) throws IOException {
        requireKey(account);
        lock.lock();
        try {
            index.used(account);
            return read(directory, account);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a token in place of another one of that account; false if it is that already. */
    public boolean save(String account, String jwt) throws IOException {
        requireKey(account);
        lock.lock();
        try {
            return write(account, jwt);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #save}, unless the token that is there was signed later. Throws {@link IOException} if it is about somebody else. */
    public boolean saveIfNewer(String account, String jwt) throws IOException {
        requireKey(account);
        Claims offered;
        try {
            offered = Jwt.decode(jwt);
        } catch (InvalidJwtException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (!offered.subject().equals(account)) {
            throw new IOException("jwt subject nkey and provided nkey do not match");
        }
        lock.lock();
        try {
            return isNewer(offered, read(directory, account)) && write(account, jwt);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isNewer(Claims offered, @Nullable String held) {
        if (held == null) {
            return true;
        }
        try {
            Claims known = Jwt.decode(held);
            return !known.id().equals(offered.id()) && known.issuedAtSecond() <= offered.issuedAtSecond();
        } catch (InvalidJwtException e) {
            return true; // whatever that is, this is better
        }
    }

    /** Takes an account away, as the options have it; false if it was not there. */
    public boolean delete(String account) throws IOException {
        if (!mayDelete()) {
            throw new IOException("store is not set up to for delete");
        }
        requireKey(account);
        lock.lock();
        try {
            Path file = file(account);
            if (deletion == Deletion.RENAMED) {
                Files.move(
                        file, file.resolveSibling(file.getFileName() + DELETED), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.delete(file);
            }
            index.remove(account);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The public keys of all accounts whose tokens hold still, in their order. */
    public Set<String> accounts() throws IOException {
        Set<String> accounts = new TreeSet<>();
        lock.lock();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENDING)) {
            Set<String> ended = Set.copyOf(index.ended());
            for (Path file : files) {
                String name = file.getFileName().toString();
                String account = name.substring(0, name.length() - ENDING.length());
                if (index.contains(account) && !ended.contains(account)) {
                    accounts.add(account);
                }
            }
        } finally {
            lock.unlock();
        }
        return accounts;
    }

    /** One hash of all tokens: the exclusive or of their SHA-256. */
    public byte[] hash() {
        lock.lock();
        try {
            return index.hash();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the files of tokens that have ended, or that nobody has used for their time. */
    public void removeEnded() throws IOException {
        lock.lock();
        try {
            for (String account : index.ended()) {
                Files.deleteIfExists(file(account));
                index.remove(account);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean write(String account, String jwt) throws IOException {
        if (jwt.isEmpty()) {
            throw new IOException("invalid JWT");
        }
        if (index.contains(account)) {
            index.used(account);
            if (index.holds(account, jwt)) {
                return false;
            }
        } else if (index.size() >= accountsMax) {
            makeRoom();
        }
        Path file = file(account);
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                mode(unfinished, "rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(jwt.getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        index.put(account, jwt);
        return true;
    }

    private void makeRoom() throws IOException {
        String leastUsed = index.leastUsed();
        if (!evicts || leastUsed == null) {
            throw new IOException("jwt store is full");
        }
        Files.deleteIfExists(file(leastUsed));
        index.remove(leastUsed);
    }

    /** A name of a file comes from the network: it must be a key and nothing else (CVE-2022-28357). */
    private static void requireKey(String account) throws IOException {
        if (!isKey(account)) {
            throw new IOException("invalid public key");
        }
    }

    private static boolean isKey(String account) {
        return NKey.isPublicKey(account, NKeyKind.ACCOUNT);
    }

    private Path file(String account) {
        return file(directory, account);
    }

    private static Path file(Path directory, String account) {
        return directory.resolve(account + ENDING);
    }

    private static FileAttribute<?>[] mode(Path path, String mode) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return "JwtDirectory[" + directory + "]";
    }
}
