// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.buckets;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.action.Given;
import io.natskit.cli.connect.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code natskit kv create}. */
@Command(name = "create", description = "Sets a key that is not there.")
public final class KvCreate extends ConnectedAction {
    @Mixin
    private KeyAndValue what = new KeyAndValue();

    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long it lives.")
    private @Nullable Duration timeToLive;

    /** For picocli. */
    public KvCreate() {}

    @Override
    protected int run(Session session) {
        byte[] value = what.bytes(terminal());
        long revision = session.keyValue()
                .bucket(what.bucket)
                .create(what.key, value, spec -> Given.set(timeToLive, spec::timeToLive));
        what.wrote(terminal(), json(), revision, value);
        return 0;
    }
}
