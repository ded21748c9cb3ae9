// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

/** The value {@code nil}: what is not there. */
enum Nil {
    NIL;

    @Override
    public String toString() {
        return "<nil>";
    }
}
