// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.tracing;

import io.natskit.server.protocol.PublishFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a message ask of tracing (MT-01, MT-02, MT-04), as nats-server reads them: names in their own case, values without blanks
 * around them, those that are empty left out. Immutable.
 */
public final class TraceHeaders {
    /** What stands for a destination in a message that is not traced any more; no subject. */
    public static final String DISABLED = "trace disabled";

    private static final String DESTINATION = "Nats-Trace-Dest";
    private static final byte[] DESTINATION_BYTES = bytes(DESTINATION + ":");
    private static final byte[] PARENT_BYTES = bytes("traceparent:");
    private static final byte[] FIRST_LINE = bytes("NATS/1.0\r\n");

    private final Map<String, List<String>> all;
    private final boolean external;

    private TraceHeaders(Map<String, List<String>> all, boolean external) {
        this.all = all;
        this.external = external;
    }

    /**
     * Whether it is worth reading the headers of a message: looks for the beginnings of lines and nothing else, since every message with headers comes by
     * here. {@code external} asks for {@code traceparent} too.
     */
    public static boolean mayAsk(PublishFrame frame, boolean external) {
        byte[] b = frame.bytes;
        int end = frame.payload + frame.headerLength - DESTINATION_BYTES.length;
        for (int i = frame.payload + FIRST_LINE.length - 1; i < end; i++) {
            if (b[i] == '\n') {
                byte first = b[i + 1];
                if (first == 'N' && startsWith(b, i + 1, DESTINATION_BYTES)
                        || external && (first | 0x20) == 't' && startsLike(b, i + 1, PARENT_BYTES)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] b, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (b[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #startsWith}, for letters of either case. */
    private static boolean startsLike(byte[] b, int at, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            if ((b[at + i] | 0x20) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /** What they ask, or null for nothing. */
    public static @Nullable TraceHeaders of(PublishFrame frame) {
        String block = new String(frame.bytes, frame.payload, frame.headerLength, StandardCharsets.UTF_8);
        Map<String, List<String>> all = new LinkedHashMap<>();
        boolean parent = false;
        int at = block.indexOf("\r\n") + 2;
        while (at < block.length()) {
            int colon = block.indexOf(':', at);
            int end = colon < 0 ? -1 : block.indexOf("\r\n", colon);
            if (end < 0) {
                break;
            }
            String name = block.substring(at, colon);
            String value = block.substring(colon + 1, end).strip();
            if (!name.isEmpty() && !value.isEmpty()) {
                parent = parent || name.equalsIgnoreCase("traceparent") && isSampled(value);
                all.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
            at = end + 2;
        }
        List<String> destinations = all.get(DESTINATION);
        boolean given = destinations != null;
        boolean off = destinations != null && destinations.contains(DISABLED);
        return off || !given && !parent ? null : new TraceHeaders(all, !given);
    }

    /** {@code version-trace-parent-flags}, whose lowest bit says whether it is sampled; a signed byte to nats-server. */
    private static boolean isSampled(String parent) {
        String[] parts = parent.split("-", -1);
        if (parts.length != 4 || parts[3].length() != 2) {
            return false;
        }
        try {
            int flags = Integer.parseInt(parts[3], 16);
            return flags <= Byte.MAX_VALUE && (flags & 1) == 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** All of them, by their names. */
    public Map<String, List<String>> all() {
        return all;
    }

    /** Whether it is the account that says where the trace goes, since a foreign header alone asks for it. */
    public boolean isExternal() {
        return external;
    }

    /** Where the trace is to go; empty if the account says it. */
    public String destination() {
        return first(DESTINATION);
    }

    /** Whether the message itself is to go nowhere. */
    public boolean isOnly() {
        String only = external ? "" : first("Nats-Trace-Only").toLowerCase(Locale.ROOT);
        return only.equals("1") || only.equals("true") || only.equals("on");
    }

    /** Whether it holds a header of before, by which others could be made to answer for it. */
    public boolean namesOrigin() {
        return !first("Nats-Trace-Origin-Account").isEmpty();
    }

    private String first(String name) {
        List<String> values = all.get(name);
        return values == null ? "" : values.get(0);
    }

    /** A copy of a message that asks for no trace any more. */
    public static PublishFrame disabled(PublishFrame frame) {
        byte[] header = withoutTrace(frame);
        int before = frame.headerLength;
        byte[] sizes = bytes(header.length + " " + (frame.size - before + header.length) + "\r\n");
        int reply = frame.replyLength == 0 ? 0 : frame.replyLength + 1;
        PublishFrame copy = new PublishFrame();
        ByteArrayOutputStream out = new ByteArrayOutputStream(frame.tailLength + header.length + 64);
        out.write(frame.bytes, frame.subject, frame.subjectLength);
        out.write(frame.bytes, frame.reply, frame.replyLength);
        if (reply > 0) {
            out.write(' ');
        }
        out.writeBytes(sizes);
        out.writeBytes(header);
        int payload = frame.size - before + 2;
        out.write(frame.bytes, frame.payload + before, payload);
        copy.bytes = out.toByteArray();
        copy.subject = 0;
        copy.subjectLength = frame.subjectLength;
        copy.sameSubject = false;
        copy.unsafe = frame.unsafe;
        copy.tail = frame.subjectLength;
        copy.reply = frame.subjectLength;
        copy.replyLength = frame.replyLength;
        copy.headerLength = header.length;
        copy.payload = frame.subjectLength + reply + sizes.length;
        copy.size = frame.size - before + header.length;
        copy.tailLength = copy.bytes.length - copy.tail;
        return copy;
    }

    /** The header block with a destination that is none, in the place of one that is, or at the end. */
    private static byte[] withoutTrace(PublishFrame frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(frame.headerLength + 48);
        int end = frame.payload + frame.headerLength;
        boolean replaced = false;
        for (int at = frame.payload; at < end; ) {
            int next = at;
            while (next < end && frame.bytes[next] != '\n') {
                next++;
            }
            next = Math.min(end, next + 1);
            boolean last = next - at <= 2;
            boolean ours = next - at > DESTINATION_BYTES.length && startsWith(frame.bytes, at, DESTINATION_BYTES);
            if (!replaced && (ours || last)) {
                out.writeBytes(bytes(DESTINATION + ": " + DISABLED + "\r\n"));
                replaced = true;
            }
            if (!ours) {
                out.write(frame.bytes, at, next - at);
            }
            at = next;
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
