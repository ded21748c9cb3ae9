// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit kv}. */
@Command(
        name = "kv",
        description = "Works with key-value buckets.",
        subcommands = {
            KvAdd.class,
            KvCompact.class,
            KvCreate.class,
            KvDelete.class,
            KvGet.class,
            KvHistory.class,
            KvInfo.class,
            KvList.class,
            KvPurge.class,
            KvPut.class,
            KvRevert.class,
            KvUpdate.class,
            KvWatch.class
        })
public final class KvGroup extends Group {
    /** For picocli. */
    public KvGroup() {}
}
