// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Table;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.ServiceStats;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit service stats}. */
@Command(name = "stats", description = "Shows what services have done.")
public final class ServiceStatsShow extends ConnectedAction {
    @Mixin
    private Wanted wanted = new Wanted();

    /** For picocli. */
    public ServiceStatsShow() {}

    @Override
    protected int run(Session session) {
        List<ServiceStats> found =
                wanted.found(session.services().stats(spec -> wanted.describe(spec, session.timeout())));
        if (json()) {
            JsonText.print(terminal(), found.stream().map(ServiceJson::of).toList());
            return 0;
        }
        Table table = Table.of(
                "Service Statistics",
                "Service",
                "ID",
                "Endpoint",
                "Requests",
                "Errors",
                "Processing Time",
                "Average Time");
        for (ServiceStats stats : found) {
            for (EndpointStats endpoint : stats.endpoints()) {
                table.row(
                        stats.name(),
                        stats.id(),
                        endpoint.name(),
                        Figures.count(endpoint.requests()),
                        Figures.count(endpoint.errors()),
                        Figures.duration(endpoint.processingTime()),
                        Figures.duration(endpoint.averageProcessingTime()));
            }
        }
        table.print(terminal());
        return 0;
    }
}
