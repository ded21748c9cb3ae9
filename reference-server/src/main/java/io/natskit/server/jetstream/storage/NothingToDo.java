// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** The step of a store that keeps nothing. */
final class NothingToDo implements Step {
    static final Step STEP = new NothingToDo();

    private NothingToDo() {}

    @Override
    public void run() {}

    @Override
    public void finish() {}
}
