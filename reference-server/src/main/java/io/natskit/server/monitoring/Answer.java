// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What goes out for a request over HTTP. Immutable.
 *
 * @param code the status
 * @param type of the content
 * @param headers what stands above it besides
 * @param body the content
 */
record Answer(int code, String type, Map<String, String> headers, byte[] body) {
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    static Answer json(byte[] body) {
        return json(200, body);
    }

    static Answer json(int code, byte[] body) {
        return new Answer(code, JSON, Map.of("Access-Control-Allow-Origin", "*"), body);
    }

    static Answer metrics(String text) {
        return new Answer(200, METRICS, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer html(String page) {
        return new Answer(200, HTML, Map.of(), page.getBytes(StandardCharsets.UTF_8));
    }

    static Answer text(int code, String text) {
        return new Answer(code, TEXT, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }
}
