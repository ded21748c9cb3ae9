// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

/** Takes the secrets out of a CONNECT that is about to be logged. */
final class Redaction {
    private static final String[] SECRETS = {"pass", "auth_token", "sig", "jwt", "nkey_seed", "proxy_sig"};
    private static final String HIDDEN = "[REDACTED]";

    private Redaction() {}

    /** The JSON text with the values of secret fields replaced. What cannot be read as such fields is left out altogether. */
    static String connect(String json) {
        StringBuilder out = new StringBuilder(json.length());
        int i = 0;
        while (i < json.length()) {
            int end = secretValueEnd(json, i, out);
            if (end > i) {
                i = end;
            } else {
                out.append(json.charAt(i++));
            }
        }
        return out.toString();
    }

    /** If a secret field starts here: writes it hidden and answers where its value ends. */
    private static int secretValueEnd(String json, int at, StringBuilder out) {
        if (json.charAt(at) != '"') {
            return at;
        }
        int close = stringEnd(json, at);
        int colon = skipSpace(json, close);
        if (colon >= json.length()
                || json.charAt(colon) != ':'
                || !isSecret(json.substring(at + 1, Math.max(at + 1, close - 1)))) {
            return at;
        }
        int value = skipSpace(json, colon + 1);
        int end = value < json.length() && json.charAt(value) == '"' ? stringEnd(json, value) : scalarEnd(json, value);
        out.append(json, at, colon + 1).append('"').append(HIDDEN).append('"');
        return end;
    }

    private static boolean isSecret(String name) {
        for (String secret : SECRETS) {
            if (secret.equalsIgnoreCase(name)) {
                return true;
            }
        }
        // An escaped name could be a secret one in disguise.
        return name.indexOf('\\') >= 0;
    }

    private static int stringEnd(String json, int open) {
        int i = open + 1;
        while (i < json.length()) {
            char c = json.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
            i++;
        }
        return json.length();
    }

    private static int scalarEnd(String json, int from) {
        int i = from;
        while (i < json.length() && json.charAt(i) != ',' && json.charAt(i) != '}') {
            i++;
        }
        return i;
    }

    private static int skipSpace(String json, int from) {
        int i = from;
        while (i < json.length() && json.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }
}
