// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import io.natskit.cli.action.ConnectedAction;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.client.service.ServicePing;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code natskit service ping}. */
@Command(name = "ping", description = "Asks services whether they are there.")
public final class ServicePingAll extends ConnectedAction {
    @Mixin
    private Wanted wanted = new Wanted();

    /** For picocli. */
    public ServicePingAll() {}

    @Override
    protected int run(Session session) {
        List<ServicePing> found =
                wanted.found(session.services().ping(spec -> wanted.describe(spec, session.timeout())));
        if (json()) {
            JsonText.print(terminal(), found.stream().map(ServiceJson::of).toList());
        } else {
            found.forEach(ping -> terminal()
                    .line(String.format(
                            Locale.ROOT, "%-50s rtt=%s", ping.name() + " " + ping.id(), Figures.duration(ping.rtt()))));
        }
        return 0;
    }
}
