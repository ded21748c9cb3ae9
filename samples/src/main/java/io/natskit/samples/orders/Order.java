// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * An order on its way through the system, as text: {@code shop|number|article|quantity|cents}.
 *
 * @param shop who sold it
 * @param number counts the orders of a shop from 0
 * @param article what is ordered
 * @param quantity how many; an order of none is refused
 * @param cents the price of one
 */
record Order(int shop, int number, String article, int quantity, int cents) {

    private static final String[] ARTICLES = {"tea", "rice", "soap", "lamp", "rope", "salt", "ink", "kite"};

    /** The how-manieth order of a shop: always the same, one in 64 of them wrong. */
    static Order of(int shop, int number) {
        int mixed = (number * 0x9E3779B9) ^ (shop * 0x85EBCA6B);
        int quantity = (mixed >>> 26) == 0 ? 0 : 1 + (mixed >>> 8 & 7);
        return new Order(shop, number, ARTICLES[mixed & 7], quantity, 50 + (mixed >>> 12 & 1023));
    }

    static Order parse(String text) {
        int a = text.indexOf('|');
        int b = text.indexOf('|', a + 1);
        int c = text.indexOf('|', b + 1);
        int d = text.indexOf('|', c + 1);
        return new Order(
                Integer.parseInt(text, 0, a, 10),
                Integer.parseInt(text, a + 1, b, 10),
                text.substring(b + 1, c),
                Integer.parseInt(text, c + 1, d, 10),
                Integer.parseInt(text, d + 1, text.length(), 10));
    }

    byte[] encode() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    long totalCents() {
        return (long) quantity * cents;
    }

    boolean valid() {
        return quantity > 0;
    }

    /** A checksum of an encoded order, spread over 64 bits, so that sums of many tell whether they are the same orders. */
    static long checksum(byte[] encoded) {
        CRC32C crc = new CRC32C();
        crc.update(encoded);
        long mixed = crc.getValue() * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    @Override
    public String toString() {
        return shop + "|" + number + "|" + article + "|" + quantity + "|" + cents;
    }
}
