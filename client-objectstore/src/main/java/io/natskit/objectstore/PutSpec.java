// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.wire.checks.Checks;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** How an object is put. */
public final class PutSpec {
    private int chunkBytes = 128 * 1024;
    private int windowBytes = 8 * 1024 * 1024;
    private String description = "";
    private Map<String, String> metadata = Map.of();
    private Map<String, List<String>> headers = Map.of();
    private LongConsumer progress = bytes -> {};

    /** The defaults. */
    public PutSpec() {}

    /** How many bytes a chunk has; default 128 KiB, at least 1, and no more than the server's {@code max_payload}. */
    public PutSpec chunkBytes(int bytes) {
        this.chunkBytes = Checks.atLeast("chunkBytes", bytes, 1);
        return this;
    }

    /** How many bytes may be sent and not acknowledged, which is the memory a put takes; default 8 MiB. Two chunks always may. */
    public PutSpec windowBytes(int bytes) {
        this.windowBytes = Checks.atLeast("windowBytes", bytes, 1);
        return this;
    }

    /** What it is; default nothing. */
    public PutSpec description(String text) {
        this.description = text;
        return this;
    }

    /** Names and values of the user's own; default none. */
    public PutSpec metadata(Map<String, String> metadata) {
        this.metadata = Map.copyOf(metadata);
        return this;
    }

    /** Headers of the user's own; default none. */
    public PutSpec headers(Map<String, List<String>> headers) {
        this.headers = Map.copyOf(headers);
        return this;
    }

    /** Is told how many bytes are stored, as chunks are acknowledged; on any thread, and must not wait. */
    public PutSpec onProgress(LongConsumer listener) {
        this.progress = listener;
        return this;
    }

    /** See {@link #chunkBytes(int)}. */
    public int chunkBytes() {
        return chunkBytes;
    }

    /** See {@link #windowBytes(int)}. */
    public int windowBytes() {
        return windowBytes;
    }

    /** See {@link #description(String)}. */
    public String description() {
        return description;
    }

    /** See {@link #metadata(Map)}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** See {@link #headers(Map)}. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** Who is told. */
    public LongConsumer progress() {
        return progress;
    }
}
