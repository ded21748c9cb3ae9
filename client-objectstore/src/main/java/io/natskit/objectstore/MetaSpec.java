// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of an object's description is changed; what is not named stays. */
public final class MetaSpec {
    private @Nullable String name;
    private @Nullable String description;
    private @Nullable Map<String, String> metadata;
    private @Nullable Map<String, List<String>> headers;

    /** Nothing. */
    public MetaSpec() {}

    /** Another name. */
    public MetaSpec name(String name) {
        this.name = name;
        return this;
    }

    /** What it is. */
    public MetaSpec description(String text) {
        this.description = text;
        return this;
    }

    /** Names and values, instead of all that were there. */
    public MetaSpec metadata(Map<String, String> metadata) {
        this.metadata = Map.copyOf(metadata);
        return this;
    }

    /** Headers, instead of all that were there. */
    public MetaSpec headers(Map<String, List<String>> headers) {
        this.headers = Map.copyOf(headers);
        return this;
    }

    /** The other name, if any. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** The description, if changed. */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /** The metadata, if changed. */
    public Optional<Map<String, String>> metadata() {
        return Optional.ofNullable(metadata);
    }

    /** The headers, if changed. */
    public Optional<Map<String, List<String>>> headers() {
        return Optional.ofNullable(headers);
    }
}
