// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.opentelemetry;

import io.natskit.wire.headers.Headers;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/** Reads the context out of a message's headers. */
enum HeadersGetter implements TextMapGetter<Headers> {
    ONE;

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    public Iterable<String> keys(Headers headers) {
        return headers.names();
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String name) {
        return headers == null ? null : headers.last(name);
    }
}
