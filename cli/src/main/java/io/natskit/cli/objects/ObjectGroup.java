// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.objects;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit object}. */
@Command(
        name = "object",
        aliases = "obj",
        description = "Works with object stores: files of any size in a stream.",
        subcommands = {
            ObjectAdd.class,
            ObjectGet.class,
            ObjectInfoShow.class,
            ObjectList.class,
            ObjectPut.class,
            ObjectRemove.class,
            ObjectSeal.class,
            ObjectWatchCommand.class
        })
public final class ObjectGroup extends Group {
    /** For picocli. */
    public ObjectGroup() {}
}
