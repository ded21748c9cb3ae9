// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Collects the values of a {@link PubAck}. Confined to one thread; may be used again after {@link #build()}. */
public final class PubAckBuilder {
    String stream = "";
    long sequence;
    String domain = "";
    boolean duplicate;
    String value = "";
    String batch = "";
    long batchSize;

    private PubAckBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static PubAckBuilder unset() {
        return new PubAckBuilder();
    }

    /** A builder with the same values. */
    PubAckBuilder copy() {
        PubAckBuilder copy = new PubAckBuilder();
        copy.stream = stream;
        copy.sequence = sequence;
        copy.domain = domain;
        copy.duplicate = duplicate;
        copy.value = value;
        copy.batch = batch;
        copy.batchSize = batchSize;
        return copy;
    }

    /** The stream. */
    public PubAckBuilder stream(String stream) {
        this.stream = stream;
        return this;
    }

    /** The sequence that the message has. */
    public PubAckBuilder sequence(long sequence) {
        this.sequence = sequence;
        return this;
    }

    /** The domain; empty for none. */
    public PubAckBuilder domain(String domain) {
        this.domain = domain;
        return this;
    }

    /** Whether the message was there before, by its id. */
    public PubAckBuilder duplicate(boolean duplicate) {
        this.duplicate = duplicate;
        return this;
    }

    /** What a counter holds now, as decimal digits; empty for none. */
    public PubAckBuilder value(String value) {
        this.value = value;
        return this;
    }

    /** The id of the batch that it ends; empty for none. */
    public PubAckBuilder batch(String batch) {
        this.batch = batch;
        return this;
    }

    /** How many messages the batch had. */
    public PubAckBuilder batchSize(long batchSize) {
        this.batchSize = batchSize;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return PubAckJson.read(in, this);
    }

    /** Takes all fields of the object that was entered. */
    void readFields(StructReader in) {
        while (in.next()) {
            if (!readField(in)) {
                in.unknown();
            }
        }
    }

    /** The values as they are now. */
    public PubAck build() {
        return new PubAck(copy());
    }
}
