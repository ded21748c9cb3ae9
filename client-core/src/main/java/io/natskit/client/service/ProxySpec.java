// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import java.util.function.Consumer;

/** How the methods of an interface become calls. Not safe for use by several threads. */
public final class ProxySpec {
    private String prefix = "";
    private ServiceCodec codec = ServiceCodec.text();
    private Consumer<CallSpec> call = c -> {};

    /** No prefix, texts and bytes, one attempt. */
    public ProxySpec() {}

    /** What stands before the subjects of the methods; default nothing. */
    public ProxySpec prefix(String prefix) {
        this.prefix = Names.prefix("prefix", prefix);
        return this;
    }

    /** What turns arguments into payloads and payloads into results; default {@link ServiceCodec#text()}. */
    public ProxySpec codec(ServiceCodec codec) {
        this.codec = codec;
        return this;
    }

    /** How methods call; {@link ServiceCall} on a method goes before. */
    public ProxySpec call(Consumer<CallSpec> spec) {
        this.call = spec;
        return this;
    }

    /** See {@link #prefix(String)}. */
    public String prefix() {
        return prefix;
    }

    /** See {@link #codec(ServiceCodec)}. */
    public ServiceCodec codec() {
        return codec;
    }

    /** See {@link #call(Consumer)}. */
    public Consumer<CallSpec> call() {
        return call;
    }
}
