// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** Codecs for keys. */
public final class KeyCodecs {
    private static final String ROOT = "_root_";

    private KeyCodecs() {}

    /** Keys as they are. */
    public static KeyCodec<String> plain() {
        return new OfText(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** Each token in base64, for URLs, with padding: {@code "Acme Inc.contact"} becomes {@code "QWNtZSBJbmM=.Y29udGFjdA=="}. Filters keep their wildcards. */
    public static KeyCodec<String> base64() {
        return new OfText(
                key -> tokens(key, KeyCodecs::base64),
                text -> tokens(text, KeyCodecs::ofBase64),
                filter -> tokens(filter, t -> t.equals("*") || t.equals(">") ? t : base64(t)));
    }

    /** Paths: {@code "/user/profile/"} becomes {@code "_root_.user.profile"}, and {@code "/user/profile"} again. A separator at the end is not kept. */
    public static KeyCodec<String> path() {
        return new OfText(KeyCodecs::toDots, KeyCodecs::toSlashes, KeyCodecs::toDots);
    }

    private static String toDots(String path) {
        String body = path;
        if (body.startsWith("/")) {
            body = body.length() == 1 ? ROOT : ROOT + body;
        }
        while (body.endsWith("/")) {
            body = body.substring(0, body.length() - 1);
        }
        return body.replace('/', '.');
    }

    private static String toSlashes(String key) {
        if (key.equals(ROOT)) {
            return "/";
        }
        String body = key.startsWith(ROOT + ".") ? key.substring(ROOT.length()) : key;
        return body.replace('.', '/');
    }

    private static String base64(String token) {
        return Base64.getUrlEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }

    private static String ofBase64(String token) {
        return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    }

    private static String tokens(String text, UnaryOperator<String> each) {
        StringBuilder out = new StringBuilder(text.length() * 2);
        int from = 0;
        while (from <= text.length()) {
            int dot = text.indexOf('.', from);
            int end = dot < 0 ? text.length() : dot;
            if (from > 0) {
                out.append('.');
            }
            out.append(each.apply(text.substring(from, end)));
            from = end + 1;
        }
        return out.toString();
    }

    private record OfText(UnaryOperator<String> to, UnaryOperator<String> from, UnaryOperator<String> filters)
            implements KeyCodec<String> {
        @Override
        public String encode(String key) {
            return to.apply(key);
        }

        @Override
        public String decode(String text) {
            return from.apply(text);
        }

        @Override
        public String encodeFilter(String filter) {
            return filters.apply(filter);
        }
    }
}
