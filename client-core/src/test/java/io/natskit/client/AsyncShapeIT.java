// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

class AsyncShapeIT extends ShapesContract {
    @Override
    Shape shape(Connection c) {
        return new Shape.Async(c.async());
    }
}
