// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import io.natskit.cli.action.Group;
import picocli.CommandLine.Command;

/** {@code natskit service}. */
@Command(
        name = "service",
        aliases = "micro",
        description = "Finds services, asks how they are, runs one that echoes.",
        subcommands = {
            ServiceEcho.class,
            ServiceInfoShow.class,
            ServiceList.class,
            ServicePingAll.class,
            ServiceStatsShow.class
        })
public final class ServiceGroup extends Group {
    /** For picocli. */
    public ServiceGroup() {}
}
