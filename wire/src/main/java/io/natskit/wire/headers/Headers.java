// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.headers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message (ADR-4): an immutable block of bytes, {@code NATS/1.0[ code[ text]]}, then {@code Name: value} lines, then an
 * empty line. What came from the wire is passed on byte for byte; look-ups scan the block, so headers that nobody reads cost a copy.
 *
 * <p>Names keep their case and are compared with it, unless a method says otherwise. White space around a value is not part of it. Lines
 * without a colon are kept and not shown.
 */
public final class Headers {
    private static final byte[] VERSION = "NATS/1.0".getBytes(StandardCharsets.US_ASCII);
    private static final Headers EMPTY = new Headers("NATS/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    private final byte[] block;

    private Headers(byte[] block) {
        this.block = block;
    }

    /** Headers without a status or an entry. */
    public static Headers empty() {
        return EMPTY;
    }

    /** A builder without entries. */
    public static HeadersBuilder builder() {
        return new HeadersBuilder();
    }

    /**
     * Takes a block as it stands on the wire, by copying it. Throws {@link InvalidHeadersException} unless it begins with
     * {@code NATS/1.0} and a space or line end, and ends with an empty line; nothing inside is parsed yet.
     */
    public static Headers ofBytes(byte[] bytes, int offset, int length) {
        int end = offset + length;
        boolean starts = length >= VERSION.length + 4
                && Arrays.equals(bytes, offset, offset + VERSION.length, VERSION, 0, VERSION.length)
                && (bytes[offset + VERSION.length] == ' ' || bytes[offset + VERSION.length] == '\r');
        if (!starts) {
            throw new InvalidHeadersException("header block of " + length + " bytes does not begin with NATS/1.0");
        }
        boolean ends =
                bytes[end - 4] == '\r' && bytes[end - 3] == '\n' && bytes[end - 2] == '\r' && bytes[end - 1] == '\n';
        if (!ends) {
            throw new InvalidHeadersException("header block of " + length + " bytes does not end with an empty line");
        }
        return new Headers(Arrays.copyOfRange(bytes, offset, end));
    }

    // for the builder, whose block nobody else holds
    static Headers owning(byte[] block) {
        return new Headers(block);
    }

    /** Whether there is neither an entry nor a status. */
    public boolean isEmpty() {
        return statusCode() == 0 && !new Lines(block).next();
    }

    /** The first value of {@code name}, or null if there is none. */
    public @Nullable String first(String name) {
        return find(name, false, false);
    }

    /** The last value of {@code name}, or null if there is none. */
    public @Nullable String last(String name) {
        return find(name, false, true);
    }

    /** The first value of a name that equals {@code name} but for the case of ASCII letters, or null. */
    public @Nullable String firstIgnoreCase(String name) {
        return find(name, true, false);
    }

    /** All values of {@code name} in their order; empty if there is none. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        Lines lines = new Lines(block);
        while (lines.next()) {
            if (lines.isNamed(name, false)) {
                values.add(lines.value());
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** Whether {@code name} has a value. */
    public boolean contains(String name) {
        Lines lines = new Lines(block);
        while (lines.next()) {
            if (lines.isNamed(name, false)) {
                return true;
            }
        }
        return false;
    }

    /** The names in order of their first appearance. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        Lines lines = new Lines(block);
        while (lines.next()) {
            names.add(lines.name());
        }
        return Collections.unmodifiableSet(names);
    }

    /** The status of a message that the server made, such as 503; 0 if there is none. */
    public int statusCode() {
        int i = codeStart();
        int end = Lines.lineEnd(block, 0);
        if (i + 3 > end || (i + 3 < end && block[i + 3] != ' ')) {
            return 0;
        }
        int code = 0;
        for (int k = i; k < i + 3; k++) {
            if (block[k] < '0' || block[k] > '9') {
                return 0;
            }
            code = code * 10 + (block[k] - '0');
        }
        return code;
    }

    /** The text beside the status code; empty if there is none. */
    public String statusDescription() {
        if (statusCode() == 0) {
            return "";
        }
        int from = codeStart() + 3;
        int to = Lines.lineEnd(block, 0);
        while (from < to && block[from] == ' ') {
            from++;
        }
        while (to > from && block[to - 1] == ' ') {
            to--;
        }
        return new String(block, from, to - from, StandardCharsets.UTF_8);
    }

    /** How many bytes the block has. */
    public int encodedLength() {
        return block.length;
    }

    /** Writes the block to {@code dst} from {@code offset} on and returns the offset after it. */
    public int writeTo(byte[] dst, int offset) {
        System.arraycopy(block, 0, dst, offset, block.length);
        return offset + block.length;
    }

    /** A copy of the block. */
    public byte[] toBytes() {
        return block.clone();
    }

    /** A builder that holds the entries of these headers (not the status, which only a server sets). */
    public HeadersBuilder toBuilder() {
        HeadersBuilder builder = new HeadersBuilder();
        Lines lines = new Lines(block);
        while (lines.next()) {
            builder.keep(lines.name(), lines.value());
        }
        return builder;
    }

    /** Whether the blocks are the same, byte for byte. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers && Arrays.equals(block, headers.block);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(block);
    }

    /** The names and the status; values may be secrets and are not shown. */
    @Override
    public String toString() {
        int code = statusCode();
        return "Headers[" + (code == 0 ? "" : code + " " + statusDescription() + ", ") + "names=" + names() + "]";
    }

    private @Nullable String find(String name, boolean ignoreCase, boolean last) {
        String found = null;
        Lines lines = new Lines(block);
        while (lines.next()) {
            if (lines.isNamed(name, ignoreCase)) {
                found = lines.value();
                if (!last) {
                    return found;
                }
            }
        }
        return found;
    }

    private int codeStart() {
        int i = VERSION.length;
        int end = Lines.lineEnd(block, 0);
        while (i < end && block[i] == ' ') {
            i++;
        }
        return i;
    }
}
