// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The file that tells other programs where a server listens: {@code <folder>/<name>_<pid>.ports}, JSON, there from readiness to the
 * end of the process.
 */
final class PortsFile {
    private final Path path;

    private PortsFile(Path path) {
        this.path = path;
    }

    /** Names the file; nothing is written yet. */
    static PortsFile in(Path folder, String program, long pid) {
        return new PortsFile(folder.resolve(program + "_" + pid + ".ports"));
    }

    Path path() {
        return path;
    }

    /** What is told of one listener: nothing where its port is none. */
    record Listener(String kind, String scheme, String host, int port) {}

    /** Writes the addresses of listeners. */
    void write(Listener... listeners) throws IOException {
        StringBuilder json = new StringBuilder("{");
        String next = "";
        for (Listener listener : listeners) {
            if (listener.port < 0) {
                continue;
            }
            json.append(next).append('"').append(listener.kind).append("\":[");
            next = ",";
            String separator = "";
            for (String address : addresses(listener.host)) {
                json.append(separator)
                        .append('"')
                        .append(listener.scheme)
                        .append("://")
                        .append(address);
                json.append(':').append(listener.port).append('"');
                separator = ",";
            }
            json.append(']');
        }
        PrivateFiles.write(path, json.append("}").toString());
    }

    void delete() throws IOException {
        Files.delete(path);
    }

    /** The host, or each address of this machine where every one is listened on. */
    private static List<String> addresses(String host) throws IOException {
        boolean everyOne = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        if (!everyOne) {
            return List.of(host.indexOf(':') >= 0 ? "[" + host + "]" : host);
        }
        List<NetworkInterface> interfaces = Collections.list(NetworkInterface.getNetworkInterfaces());
        interfaces.sort(Comparator.comparingInt(NetworkInterface::getIndex));
        List<String> addresses = new ArrayList<>();
        for (NetworkInterface one : interfaces) {
            List<InetAddress> own = Collections.list(one.getInetAddresses());
            own.sort(Comparator.comparing(Inet6Address.class::isInstance));
            own.forEach(address -> addresses.add(text(address)));
        }
        return addresses;
    }

    private static String text(InetAddress address) {
        String plain = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return plain;
        }
        int scope = plain.indexOf('%');
        return "[" + compressed(scope < 0 ? plain : plain.substring(0, scope)) + "]";
    }

    /** An IPv6 address with its longest run of zeros left out, as Go writes it; Java writes all eight groups. */
    static String compressed(String address) {
        String[] groups = address.split(":");
        int best = -1;
        int bestLength = 1;
        for (int start = 0; start < groups.length; start++) {
            int end = start;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - start > bestLength) {
                best = start;
                bestLength = end - start;
            }
        }
        if (best < 0) {
            return address;
        }
        String head = String.join(":", java.util.Arrays.copyOfRange(groups, 0, best));
        String tail = String.join(":", java.util.Arrays.copyOfRange(groups, best + bestLength, groups.length));
        return head + "::" + tail;
    }
}
