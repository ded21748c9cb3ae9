// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.NoRespondersException;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.Service;
import io.natskit.client.service.ServiceCodec;
import io.natskit.client.service.ServiceErrorException;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Services with discovery and load balancing, instead of a registry, a balancer and a sidecar: an interface is served by three instances, found, called, watched and stopped without a lost request. */
public final class ServiceMesh {

    private static final int INSTANCES = 3;
    private static final int CALLS = 300;
    private static final Map<String, Integer> PENCE = Map.of("green", 340, "black", 295);

    private ServiceMesh() {}

    /** What the shop offers; callers use it as if it were here. */
    public interface Prices {

        /** The price of a tea, in pence. */
        int of(String tea);
    }

    /** Runs it; the first argument is a server's URL, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, ServiceMesh::run);
    }

    static void run(String url) {
        try (Connection shops = Nats.connect(url);
                Connection customer = Nats.connect(url)) {
            List<Service> instances = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                instances.add(start(shops, i));
            }
            Services services = Services.on(customer);

            // found: who is there, without a registry
            List<ServicePing> found = services.ping(d -> d.name("shop").instancesMax(INSTANCES));
            System.out.println("found: "
                    + found.stream()
                            .map(p -> p.metadata().get("shelf"))
                            .sorted()
                            .toList());
            Sample.check(
                    "instances",
                    new TreeSet<>(instances.stream().map(Service::id).toList()),
                    new TreeSet<>(found.stream().map(ServicePing::id).toList()));

            // called: each call goes to one of them, with a deadline, and again if nobody could take it
            Prices prices = services.proxy(
                    Prices.class,
                    p -> p.prefix("shop.price")
                            .call(c -> c.timeout(Duration.ofSeconds(5)).attempts(3)));
            for (int i = 0; i < CALLS; i++) {
                Sample.check("price", 340, prices.of("green"));
            }
            try {
                prices.of("coffee");
                throw new AssertionError("coffee has a price (expected: an error of code 404)");
            } catch (ServiceErrorException e) {
                Sample.check("code", 404, e.code());
            }

            // stopped: what it has is answered, the others go on
            Sample.check("stopped well", true, instances.get(0).stop());
            Sample.check("price", 295, prices.of("black"));

            // watched: what is left has counted its share
            long counted = services.stats(d -> d.name("shop").instancesMax(INSTANCES - 1)).stream()
                    .flatMap(s -> s.endpoints().stream())
                    .mapToLong(EndpointStats::requests)
                    .sum();
            System.out.println("two of three answered " + counted + " of " + (CALLS + 2) + " requests");
            Sample.check("a share", true, counted > 0 && counted <= CALLS + 2);

            instances.forEach(Service::stop);
            try {
                services.proxy(Prices.class, p -> p.prefix("shop.price")).of("green");
                throw new AssertionError("somebody answered (expected: nobody)");
            } catch (NoRespondersException nobody) {
                System.out.println("all stopped: " + nobody.getMessage());
            }
        }
    }

    private static Service start(Connection connection, int shelf) {
        Prices prices = tea -> {
            Integer pence = PENCE.get(tea);
            if (pence == null) {
                throw new ServiceErrorException(404, "no " + tea + " here");
            }
            return pence;
        };
        return Services.on(connection)
                .start(
                        "shop",
                        "1.0.0",
                        s -> s.description("sells tea")
                                .metadata("shelf", "" + shelf)
                                .group("shop.price", g -> g.implement(Prices.class, prices, ServiceCodec.text())));
    }
}
