// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit kv put}. */
@Command(name = "put", description = "Sets a key.")
public final class KvPut extends ConnectedAction {
    @Mixin
    private KeyAndValue what = new KeyAndValue();

    /** For picocli. */
    public KvPut() {}

    @Override
    protected int run(Session session) {
        byte[] value = what.bytes(terminal());
        what.wrote(terminal(), json(), session.keyValue().bucket(what.bucket).put(what.key, value), value);
        return 0;
    }
}
