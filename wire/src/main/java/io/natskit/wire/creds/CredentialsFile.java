// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.creds;

import io.natskit.wire.nkey.InvalidKeyException;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a credentials file holds: a user's JWT and the seed of that user's key, each between two lines of dashes. Text around the blocks is
 * ignored. Close it to wipe the seed.
 */
public final class CredentialsFile implements AutoCloseable {
    private final String jwt;
    private final char[] seed;

    private CredentialsFile(String jwt, char[] seed) {
        this.jwt = jwt;
        this.seed = seed;
    }

    /** Reads a file. Throws {@link UncheckedIOException} if that fails, {@link InvalidCredentialsException} if it holds something else. */
    public static CredentialsFile parse(Path file) {
        byte[] bytes = read(file);
        try {
            return parse(bytes);
        } catch (InvalidCredentialsException e) {
            throw new InvalidCredentialsException(file + ": " + e.getMessage());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Reads a file's content. Throws {@link InvalidCredentialsException} unless there are a JWT and a valid user seed, in this order. */
    public static CredentialsFile parse(byte[] content) {
        List<char[]> blocks = Blocks.of(content);
        if (blocks.size() < 2) {
            throw new InvalidCredentialsException("found " + blocks.size()
                    + " blocks between lines of dashes (expected: 2, a user JWT and a user seed)");
        }
        char[] seed = blocks.get(1).clone();
        blocks.forEach(b -> checkPrintable(b));
        String jwt = new String(blocks.get(0));
        checkJwt(jwt);
        wipe(blocks);
        checkSeed(seed, NKeyKind.USER);
        return new CredentialsFile(jwt, seed);
    }

    /**
     * Writes a file that must not be there yet, for its owner alone where the file system knows owners. Throws {@link UncheckedIOException}
     * if that fails, {@link InvalidCredentialsException} unless it is given a JWT and the seed of a user.
     */
    public static void write(Path file, String jwt, char[] seed) {
        checkJwt(jwt);
        checkSeed(seed, NKeyKind.USER);
        CharBuffer text = CharBuffer.allocate(jwt.length() + seed.length + 256)
                .put("-----BEGIN NATS USER JWT-----\n")
                .put(jwt)
                .put("\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n")
                .put(seed)
                .put("\n------END USER NKEY SEED------\n")
                .flip();
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        boolean owners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = owners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (SeekableByteChannel channel = Files.newByteChannel(
                file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write credentials file " + file, e);
        } finally {
            Arrays.fill(text.array(), '\0');
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }

    /**
     * Reads a seed file: a seed alone on a line, or in a block of its own, or the one inside credentials. The array belongs to the caller.
     * Throws {@link InvalidCredentialsException} if there is none.
     */
    public static char[] parseSeed(byte[] content) {
        List<char[]> candidates = Blocks.seeds(content);
        if (candidates.isEmpty()) {
            throw new InvalidCredentialsException("found no seed (expected: a line of 58 characters beginning with S)");
        }
        char[] seed = candidates.get(0).clone();
        wipe(candidates);
        checkSeed(seed, null);
        return seed;
    }

    /** The user's JWT. */
    public String jwt() {
        return jwt;
    }

    /** The user's seed, a copy that belongs to the caller. */
    public char[] seed() {
        return seed.clone();
    }

    /** Wipes the seed. */
    @Override
    public void close() {
        Arrays.fill(seed, '\0');
    }

    @Override
    public String toString() {
        return "CredentialsFile[jwt=<hidden>, seed=<hidden>]";
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read credentials file " + file, e);
        }
    }

    private static void checkPrintable(char[] block) {
        for (char c : block) {
            if (c <= ' ' || c >= 127) {
                throw new InvalidCredentialsException(
                        "a block holds character " + (int) c + " (expected: printable ASCII)");
            }
        }
    }

    private static void checkJwt(String jwt) {
        int first = jwt.indexOf('.');
        int second = jwt.indexOf('.', first + 1);
        if (first <= 0 || second <= first + 1 || second == jwt.length() - 1 || jwt.indexOf('.', second + 1) >= 0) {
            throw new InvalidCredentialsException("the first block is not a JWT (expected: three parts between dots)");
        }
    }

    private static void checkSeed(char[] seed, @Nullable NKeyKind expected) {
        try (NKey key = NKey.fromSeed(seed)) {
            if (expected != null && key.kind() != expected) {
                throw new InvalidCredentialsException(
                        "the seed is of kind " + key.kind() + " (expected: " + expected + ")");
            }
        } catch (InvalidKeyException e) {
            throw new InvalidCredentialsException("the seed is invalid: " + e.getMessage());
        }
    }

    private static void wipe(List<char[]> blocks) {
        blocks.forEach(b -> Arrays.fill(b, '\0'));
    }
}
