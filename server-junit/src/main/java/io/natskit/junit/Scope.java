// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

/** How long one server serves. */
public enum Scope {
    /** A fresh server for each test method: nothing of one test can reach another. Costs a few milliseconds. */
    METHOD,
    /** One server for all methods of a test class, its nested classes included. */
    CLASS,
    /** One server for the whole test run, shared by all tests that ask for the same settings. */
    SUITE
}
