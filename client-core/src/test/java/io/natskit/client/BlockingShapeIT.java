// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

class BlockingShapeIT extends ShapesContract {
    @Override
    Shape shape(Connection c) {
        return new Shape.Blocking(c);
    }
}
