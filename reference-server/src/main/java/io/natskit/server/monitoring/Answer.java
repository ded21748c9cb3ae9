// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.nio.charset.StandardCharsets;

/**
 * What goes out for a request over HTTP. Immutable.
 *
 * @param code the status
 * @param type of the content
 * @param shared whether pages of other origins may read it
 * @param body the content
 */
record Answer(int code, String type, boolean shared, byte[] body) {
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    static Answer json(byte[] body) {
        return json(200, body);
    }

    static Answer json(int code, byte[] body) {
        return new Answer(code, JSON, true, body);
    }

    static Answer metrics(String text) {
        return new Answer(200, METRICS, false, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer html(String page) {
        return new Answer(200, HTML, false, page.getBytes(StandardCharsets.UTF_8));
    }

    static Answer text(int code, String text) {
        return new Answer(code, TEXT, false, text.getBytes(StandardCharsets.UTF_8));
    }
}
