// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.client.service.ServiceInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit service list}. */
@Command(name = "list", aliases = "ls", description = "Lists the services.")
public final class ServiceList extends ConnectedAction {
    @Mixin
    private Wanted wanted = new Wanted();

    /** For picocli. */
    public ServiceList() {}

    @Override
    protected int run(Session session) {
        List<ServiceInfo> found =
                wanted.found(session.services().info(spec -> wanted.describe(spec, session.timeout())));
        if (json()) {
            JsonText.print(terminal(), found.stream().map(ServiceJson::of).toList());
            return 0;
        }
        Table table = Table.of("All Services", "Name", "Version", "ID", "Description");
        found.forEach(info -> table.row(info.name(), info.version(), info.id(), info.description()));
        table.print(terminal());
        return 0;
    }
}
