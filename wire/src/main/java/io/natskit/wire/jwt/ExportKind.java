// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.StructReader;

/** What is shared between accounts. */
public enum ExportKind {
    /** Not said. */
    UNKNOWN("unknown"),
    /** Messages that whoever imports it may hear. */
    STREAM("stream"),
    /** Requests that whoever imports it may send. */
    SERVICE("service");

    private final String text;

    ExportKind(String text) {
        this.text = text;
    }

    /** The word in claims. */
    public String text() {
        return text;
    }

    static ExportKind read(StructReader in) {
        String word = in.string("");
        return switch (word) {
            case "stream" -> STREAM;
            case "service" -> SERVICE;
            default -> throw new JsonException("unknown export type \"" + Words.shown(word) + "\"");
        };
    }
}
