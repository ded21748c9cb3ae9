// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import io.natskit.cli.action.Failure;
import io.natskit.client.service.DiscoverySpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which services are meant: all, those of a name, or one of them. */
final class Wanted {
    @Parameters(index = "0", paramLabel = "SERVICE", arity = "0..1", description = "Its name; all without one.")
    @Nullable
    String name;

    @Parameters(index = "1", paramLabel = "ID", arity = "0..1", description = "The id of one instance.")
    @Nullable
    String id;

    void describe(DiscoverySpec spec, Duration timeout) {
        spec.timeout(timeout);
        if (name != null && id != null) {
            spec.instance(name, id);
        } else if (name != null) {
            spec.name(name);
        }
    }

    /** The services that were found; throws {@link Failure} where none was. */
    <T> List<T> found(List<T> services) {
        if (services.isEmpty()) {
            throw new Failure("no service instances found", "natskit service list shows those of this account");
        }
        return services;
    }
}
