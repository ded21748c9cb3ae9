// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.s2.S2Encoder;
import io.natskit.wire.headers.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** In which form an answer is wanted, as the request's {@code Accept-Encoding} says. Pure. */
enum Compression {
    NONE(null),
    GZIP("gzip"),
    SNAPPY("snappy"),
    UNKNOWN("identity");

    private static final byte[] NO_HEADER = {};

    private final @Nullable String word;

    Compression(@Nullable String word) {
        this.word = word;
    }

    /** What these headers ask for; a block that is none asks for nothing. */
    static Compression of(byte[] header) {
        String asked = header.length == 0 ? null : accepted(header);
        if (asked == null || asked.isEmpty()) {
            return NONE;
        }
        String lower = asked.toLowerCase(Locale.ROOT);
        if (lower.contains("snappy") || lower.contains("s2")) {
            return SNAPPY;
        }
        return lower.contains("gzip") ? GZIP : UNKNOWN;
    }

    private static @Nullable String accepted(byte[] header) {
        try {
            return Headers.ofBytes(header, 0, header.length).firstIgnoreCase("Accept-Encoding");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The header block of an answer in this form. */
    byte[] header() {
        return word == null
                ? NO_HEADER
                : ("NATS/1.0\r\nContent-Encoding: " + word + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** An answer in this form. */
    byte[] pack(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (this) {
            case GZIP -> {
                try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
                    zip.write(content);
                } catch (IOException e) {
                    throw new UncheckedIOException("memory cannot fail", e);
                }
            }
            case SNAPPY -> {
                S2Encoder encoder = new S2Encoder(out::write);
                encoder.write(content, 0, content.length);
                encoder.finish();
            }
            default -> {
                return content;
            }
        }
        return out.toByteArray();
    }
}
