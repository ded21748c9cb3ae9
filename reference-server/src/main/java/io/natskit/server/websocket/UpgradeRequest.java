// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP request. Immutable; what is wrong with one is said in the words of Go's server, which stands before nats-server. */
final class UpgradeRequest {
    /** The longest head that is taken. */
    static final int LENGTH_MAX = 16 * 1024;

    private static final String TOKEN_EXTRA = "!#$%&'*+-.^_`|~";

    private final String method;
    private final String path;
    private final List<Header> headers;

    private record Header(String name, String value) {}

    private UpgradeRequest(String method, String path, List<Header> headers) {
        this.method = method;
        this.path = path;
        this.headers = headers;
    }

    /** A head that is no request: the status to answer with. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String status;

        Malformed(String status) {
            super(status, null, false, false);
            this.status = status;
        }

        String status() {
            return status;
        }
    }

    /** The index behind the empty line that ends the head, looked for from {@code from} on; -1 while it has not come. */
    static int end(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (i + 1 < to && bytes[i + 1] == '\n') {
                return i + 2;
            }
            if (i + 2 < to && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
                return i + 3;
            }
        }
        return -1;
    }

    /** Reads a whole head. */
    static UpgradeRequest parse(byte[] bytes, int offset, int end) throws Malformed {
        List<String> lines = lines(new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1));
        String first = lines.isEmpty() ? "" : lines.get(0);
        int space = first.indexOf(' ');
        int last = first.indexOf(' ', space + 1);
        if (space <= 0 || last < 0 || !isToken(first.substring(0, space))) {
            throw new Malformed("400 Bad Request");
        }
        version(first.substring(last + 1));
        String target = first.substring(space + 1, last);
        if (target.isEmpty() || !isVisible(target)) {
            throw new Malformed("400 Bad Request");
        }
        List<Header> headers = headers(lines);
        UpgradeRequest request = new UpgradeRequest(first.substring(0, space), path(target), headers);
        int hosts = request.all("host").size();
        if (hosts == 0 && first.endsWith("HTTP/1.1")) {
            throw new Malformed("400 Bad Request: missing required Host header");
        }
        if (hosts > 1) {
            throw new Malformed("400 Bad Request: too many Host headers");
        }
        return request;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf('\n', from);
            to = to < 0 ? text.length() : to;
            String line = text.substring(from, to > from && text.charAt(to - 1) == '\r' ? to - 1 : to);
            if (line.isEmpty() && !lines.isEmpty()) {
                break;
            }
            lines.add(line);
            from = to + 1;
        }
        return lines;
    }

    private static void version(String version) throws Malformed {
        boolean wellFormed = version.length() == 8
                && version.startsWith("HTTP/")
                && isDigit(version.charAt(5))
                && version.charAt(6) == '.'
                && isDigit(version.charAt(7));
        if (!wellFormed) {
            throw new Malformed("400 Bad Request");
        }
        if (version.charAt(5) != '1') {
            throw new Malformed("505 HTTP Version Not Supported: unsupported protocol version");
        }
    }

    private static List<Header> headers(List<String> lines) throws Malformed {
        List<Header> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (!isToken(name) || !isText(value)) {
                throw new Malformed("400 Bad Request");
            }
            headers.add(new Header(name.toLowerCase(Locale.ROOT), value));
        }
        return headers;
    }

    private static String path(String target) {
        int end = target.length();
        for (int i = 0; i < end; i++) {
            if (target.charAt(i) == '?' || target.charAt(i) == '#') {
                end = i;
            }
        }
        return target.substring(0, end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether this is a token of HTTP, as the names of methods, headers and cookies are. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !isDigit(c) && TOKEN_EXTRA.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    String method() {
        return method;
    }

    /** The path of the target, escaped as it came. */
    String path() {
        return path;
    }

    /** The first header of that name, which is in lower case; empty if there is none. */
    String header(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(0);
    }

    /** Whether one of the headers of that name lists the word, in whatever case. */
    boolean lists(String name, String word) {
        for (String value : all(name)) {
            for (String part : split(value, ',')) {
                if (part.equalsIgnoreCase(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an extension is offered, whatever its parameters. */
    boolean offers(String extension) {
        for (String value : all("sec-websocket-extensions")) {
            for (String offer : split(value, ',')) {
                if (split(offer, ';').get(0).equalsIgnoreCase(extension)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The cookie of that name, the last one of several; null if there is none. */
    @Nullable
    String cookie(String name) {
        String found = null;
        for (String line : all("cookie")) {
            for (String pair : split(line, ';')) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    String value = unquoted(pair.substring(equals + 1).strip());
                    found = isCookie(value) ? value : found;
                }
            }
        }
        return found;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.charAt(0) == '"' && value.charAt(value.length() - 1) == '"';
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isCookie(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == ';' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Header header : headers) {
            if (header.name.equals(name)) {
                values.add(header.value);
            }
        }
        return values;
    }

    /** The parts between separators, without the blanks around them; at least one. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (true) {
            int to = text.indexOf(separator, from);
            if (to < 0) {
                parts.add(text.substring(from).strip());
                return parts;
            }
            parts.add(text.substring(from, to).strip());
            from = to + 1;
        }
    }
}
