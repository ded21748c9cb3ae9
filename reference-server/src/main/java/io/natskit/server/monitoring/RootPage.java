// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.session.ServerInfo;

/** The page that links the others (MO-01). */
final class RootPage {
    private static final String[][] LINKS = {
        {"General", "/varz"},
        {"JetStream", "/jsz"},
        {"Connections", "/connz"},
        {"Accounts", "/accountz"},
        {"Account Stats", "/accstatz"},
        {"Subscriptions", "/subsz"},
        {"Routes", "/routez"},
        {"LeafNodes", "/leafz"},
        {"Gateways", "/gatewayz"},
        {"Raft Groups", "/raftz"},
        {"Health Probe", "/healthz"},
        {"Expvar", "/debug/vars"}
    };

    private RootPage() {}

    static String of(ServerInfo.Facts facts, String base, boolean dashboard) {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>NatsKit</title>\n<style>\n")
                .append("body { font-family: sans-serif; font-size: 20px; margin: 2em; color-scheme: light dark; }\n")
                .append("a { display: block; text-decoration: none; margin: .5em 0; }\n")
                .append(".endpoint { font-family: monospace; font-size: 16px; opacity: .7; }\n")
                .append("</style>\n</head>\n<body>\n<h1>NatsKit</h1>\n<p>")
                .append(facts.ownVersion())
                .append(", as nats-server ")
                .append(facts.version())
                .append("</p>\n");
        if (dashboard) {
            link("Dashboard", Dashboard.PATH, base, page);
        }
        for (String[] link : LINKS) {
            link(link[0], link[1], base, page);
        }
        return page.append("</body>\n</html>").toString();
    }

    private static void link(String text, String path, String base, StringBuilder page) {
        page.append("<a href=\".")
                .append(escaped(BasePath.clean(base + path)))
                .append("\">")
                .append(text)
                .append(" <span class=\"endpoint\">")
                .append(path)
                .append("</span></a>\n");
    }

    /** The base path comes from the configuration. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
