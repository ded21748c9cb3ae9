// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import org.jspecify.annotations.Nullable;

/**
 * A flag of nats-server: its first name, which stands for the others, and what it takes.
 *
 * @param name the first of its names
 * @param kind what it takes
 */
record Flag(String name, Kind kind) {
    /** What a flag takes. */
    enum Kind {
        SWITCH,
        NUMBER,
        TEXT
    }

    /** The flag of a name, or null where there is none. */
    static @Nullable Flag of(String name) {
        String first = canonical(name);
        switch (first) {
            case "h",
                    "v",
                    "t",
                    "D",
                    "V",
                    "VV",
                    "DV",
                    "DVV",
                    "T",
                    "logtime_utc",
                    "s",
                    "js",
                    "tls",
                    "tlsverify",
                    "no_advertise",
                    "help_tls":
                return new Flag(first, Kind.SWITCH);
            case "p", "m", "ms", "profile", "connect_retries", "log_size_limit", "max_traced_msg_len":
                return new Flag(first, Kind.NUMBER);
            case "a",
                    "n",
                    "P",
                    "c",
                    "sl",
                    "client_advertise",
                    "ports_file_dir",
                    "l",
                    "r",
                    "sd",
                    "user",
                    "pass",
                    "auth",
                    "tlscert",
                    "tlskey",
                    "tlscacert",
                    "routes",
                    "cluster",
                    "cluster_name",
                    "cluster_advertise":
                return new Flag(first, Kind.TEXT);
            default:
                return null;
        }
    }

    private static String canonical(String name) {
        switch (name) {
            case "help":
                return "h";
            case "version":
                return "v";
            case "port":
                return "p";
            case "name", "server_name":
                return "n";
            case "addr", "net":
                return "a";
            case "debug":
                return "D";
            case "trace":
                return "V";
            case "logtime":
                return "T";
            case "http_port":
                return "m";
            case "https_port":
                return "ms";
            case "config":
                return "c";
            case "signal":
                return "sl";
            case "pid":
                return "P";
            case "log":
                return "l";
            case "syslog":
                return "s";
            case "remote_syslog":
                return "r";
            case "cluster_listen":
                return "cluster";
            case "jetstream":
                return "js";
            case "store_dir":
                return "sd";
            default:
                return name;
        }
    }

    /** The value in its plain form: {@code true} or {@code false}, a decimal number, or the text. */
    String checked(String value, String shownName) throws UsageException {
        switch (kind) {
            case SWITCH:
                return bool(value, shownName);
            case NUMBER:
                return GoNumbers.parse(value, shownName);
            default:
                return value;
        }
    }

    private static String bool(String value, String shownName) throws UsageException {
        switch (value) {
            case "1", "t", "T", "TRUE", "true", "True":
                return "true";
            case "0", "f", "F", "FALSE", "false", "False":
                return "false";
            default:
                throw new UsageException("invalid boolean value \"" + value + "\" for -" + shownName + ": parse error");
        }
    }
}
