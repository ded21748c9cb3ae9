// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A payload of Sparkplug B, of whole numbers alone: a message of Protocol Buffers, written by hand so that the sample needs no compiler for it. */
final class SparkplugPayload {
    // fields of the payload
    private static final int TIMESTAMP = 1;
    private static final int METRICS = 2;
    private static final int SEQUENCE = 3;
    // fields of a metric
    private static final int NAME = 1;
    private static final int DATATYPE = 4;
    private static final int LONG_VALUE = 11;
    private static final int INT64 = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** One of that time, in milliseconds since 1970. */
    SparkplugPayload(long timestamp) {
        number(bytes, TIMESTAMP, timestamp);
    }

    /** Adds a number. */
    SparkplugPayload metric(String name, long value) {
        ByteArrayOutputStream metric = new ByteArrayOutputStream();
        block(metric, NAME, name.getBytes(StandardCharsets.UTF_8));
        number(metric, DATATYPE, INT64);
        number(metric, LONG_VALUE, value);
        block(bytes, METRICS, metric.toByteArray());
        return this;
    }

    /** Adds the number of the message, 0 to 255, as births and data have one. */
    SparkplugPayload sequence(int number) {
        number(bytes, SEQUENCE, number);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** The timestamp of a payload that begins with it. */
    static long timestamp(byte[] payload) {
        long value = 0;
        for (int i = 1, shift = 0; i < payload.length && shift < Long.SIZE; i++, shift += 7) {
            value |= (payload[i] & 0x7fL) << shift;
            if (payload[i] >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a timestamp that does not end");
    }

    private static void number(ByteArrayOutputStream to, int field, long value) {
        to.write(field << 3);
        varint(to, value);
    }

    private static void block(ByteArrayOutputStream to, int field, byte[] content) {
        to.write(field << 3 | 2);
        varint(to, content.length);
        to.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream to, long value) {
        long rest = value;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
            to.write((int) (rest & 0x7f | 0x80));
        }
        to.write((int) rest);
    }
}
