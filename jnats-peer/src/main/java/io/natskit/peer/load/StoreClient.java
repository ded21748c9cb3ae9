// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.load;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.IntFunction;

/** The key-value and object part of the client under test, reduced to what the loads need; from {@link LoadClient#stores}. Bucket and store are called {@code LOAD} and live in memory. */
public interface StoreClient {

    /** Makes the bucket anew. */
    void makeBucket();

    /** How many keys the bucket has; 0 when there is none. */
    long keys();

    /** Sets a value and waits for its revision. */
    void put(String key, byte[] value);

    /** Reads a value and waits for it. */
    byte[] get(String key);

    /** Sets many values, {@code inFlight} at a time, and returns when all are set: with futures where the client has them, with as many threads otherwise. */
    void putMany(int count, int inFlight, IntFunction<String> key, byte[] value);

    /** Reads many values, otherwise as {@link #putMany}. */
    void getMany(int count, int inFlight, IntFunction<String> key);

    /** Watches all keys until all that was there has been told; returns how many values that were. */
    int watchAll();

    /** Makes the object store anew. */
    void makeStore();

    /** Puts an object in the client's own chunks. */
    void putObject(String name, InputStream content);

    /** Reads an object, its digest checked. */
    void getObject(String name, OutputStream target);
}
