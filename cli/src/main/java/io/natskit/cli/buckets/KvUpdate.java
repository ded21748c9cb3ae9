// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code natskit kv update}. */
@Command(name = "update", description = "Sets a key if its revision is still the one that is named.")
public final class KvUpdate extends ConnectedAction {
    @Mixin
    private KeyAndValue what = new KeyAndValue();

    @Parameters(index = "3", paramLabel = "REVISION", description = "The revision it has.")
    private long revision;

    /** For picocli. */
    public KvUpdate() {}

    @Override
    protected int run(Session session) {
        byte[] value = what.bytes(terminal());
        what.wrote(terminal(), json(), session.keyValue().bucket(what.bucket).update(what.key, value, revision), value);
        return 0;
    }
}
