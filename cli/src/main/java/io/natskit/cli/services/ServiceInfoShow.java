// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.service.EndpointInfo;
import io.natskit.client.service.ServiceInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit service info}. */
@Command(name = "info", aliases = "i", description = "Shows services with their endpoints.")
public final class ServiceInfoShow extends ConnectedAction {
    @Mixin
    private Wanted wanted = new Wanted();

    /** For picocli. */
    public ServiceInfoShow() {}

    @Override
    protected int run(Session session) {
        List<ServiceInfo> found =
                wanted.found(session.services().info(spec -> wanted.describe(spec, session.timeout())));
        if (json()) {
            JsonText.print(terminal(), found.stream().map(ServiceJson::of).toList());
        } else {
            found.forEach(this::show);
        }
        return 0;
    }

    private void show(ServiceInfo info) {
        Facts facts = new Facts("Service Information")
                .add("Service", info.name() + " (" + info.id() + ")")
                .addIfPresent("Description", info.description())
                .add("Version", info.version())
                .addAll(info.metadata());
        for (EndpointInfo endpoint : info.endpoints()) {
            facts.section("Endpoint " + endpoint.name())
                    .add("Subject", endpoint.subject())
                    .add("Queue Group", endpoint.queueGroup())
                    .addAll(endpoint.metadata());
        }
        facts.print(terminal());
    }
}
