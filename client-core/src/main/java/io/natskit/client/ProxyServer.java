// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proxy to reach servers through, perhaps with a login; immutable. Prints no secret. The login goes over the network in clear: to one of HTTP with the first CONNECT, without being asked for (Basic), to one of
 * SOCKS 5 when that chooses it (RFC 1929).
 */
public final class ProxyServer {
    private static final int SOCKS_PORT = 1080;
    /** The most bytes that a name and a password may have at a SOCKS proxy (RFC 1929). */
    private static final int LOGIN_BYTES_MAX = 255;

    private final Proxy proxy;
    private final @Nullable String user;
    private final char[] password;

    private ProxyServer(Proxy proxy, @Nullable String user, char[] password) {
        this.proxy = proxy;
        this.user = user;
        this.password = password;
    }

    /** A proxy of the kinds SOCKS or HTTP, without a login. */
    public static ProxyServer of(Proxy proxy) {
        return new ProxyServer(proxy, null, new char[0]);
    }

    /**
     * A SOCKS 5 proxy, as the nats command line takes it: {@code socks5://localhost:1080}, or {@code socks5://user:password@host}, where what is no letter or figure may
     * be written as {@code %40}, and {@code / ? # %} have to be. The scheme may be left out, or be {@code socks5h}; the port is 1080 by default. The proxy looks the server's
     * name up.
     *
     * @throws IllegalArgumentException for what is none
     */
    public static ProxyServer socks(String address) {
        URI uri;
        try {
            uri = new URI(address.contains("://") ? address : "socks5://" + address);
        } catch (URISyntaxException e) {
            // its message has the whole address, with its password
            throw notSocks(address);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || hasMore(uri) || !(scheme.equals("socks5") || scheme.equals("socks5h"))) {
            throw notSocks(address);
        }
        int port = uri.getPort() < 0 ? SOCKS_PORT : uri.getPort();
        ProxyServer proxy = of(new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved(host, port)));
        String login = uri.getRawUserInfo();
        if (login == null) {
            return proxy;
        }
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? "" : decoded(login.substring(colon + 1));
        return proxy.login(user, password.toCharArray());
    }

    /** Behind the host: most likely of a password in which a slash, a question mark or a hash was not written as a percent. */
    private static boolean hasMore(URI uri) {
        String path = String.valueOf(uri.getRawPath());
        return !(path.isEmpty() || path.equals("/")) || uri.getRawQuery() != null || uri.getRawFragment() != null;
    }

    private static String decoded(String text) {
        // a plus is itself here, and no space as in forms
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException notSocks(String address) {
        int at = address.lastIndexOf('@');
        String shown = at < 0 ? address : "<hidden>" + address.substring(at);
        return new IllegalArgumentException(
                "\"" + shown + "\" is no SOCKS proxy (expected: such as socks5://localhost:1080)");
    }

    /**
     * The same proxy, which is told this user and password: by Basic where it is one of HTTP, in the first CONNECT and not only when it asks, else by RFC 1929, for which
     * each has at most 255 bytes. Both are sent in clear. The array is copied.
     */
    public ProxyServer login(String user, char[] password) {
        Checks.notBlank("proxy user", user);
        if (proxy.type() == Proxy.Type.SOCKS) {
            atMost("proxy user", bytes(CharBuffer.wrap(user)));
            atMost("proxy password", bytes(CharBuffer.wrap(password)));
        } else if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("proxy user: \"" + user + "\" (expected: no colon, for Basic)");
        }
        return new ProxyServer(proxy, user, password.clone());
    }

    private static int bytes(CharBuffer text) {
        return StandardCharsets.UTF_8.encode(text).remaining();
    }

    private static void atMost(String what, int bytes) {
        if (bytes > LOGIN_BYTES_MAX) {
            throw new IllegalArgumentException(
                    what + ": " + bytes + " bytes (expected: at most " + LOGIN_BYTES_MAX + ")");
        }
    }

    /** Its kind and address. */
    public Proxy proxy() {
        return proxy;
    }

    /** Who is there, where it has to be said. */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** A copy of the password, empty where there is none. */
    public char[] password() {
        return password.clone();
    }

    @Override
    public String toString() {
        return "ProxyServer[" + proxy + (user == null ? "" : ", <hidden>") + "]";
    }
}
