// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import io.natskit.client.Connection;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.Services;
import io.natskit.rxjava3.RxServices;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Services with discovery and load balancing instead of a mesh, in RxJava: two instances are found by their name and share the calls. */
public final class ServiceMesh {
    private static final int CALLS = 200;

    private ServiceMesh() {}

    /** Runs it; the first argument is the URL of a server, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, ServiceMesh::run);
    }

    static void run(Connection nats) {
        RxServices services = RxServices.of(Services.on(nats));
        Map<String, Integer> served = new ConcurrentHashMap<>();
        var instances = Flowable.just("a", "b")
                .concatMapSingle(name -> services.start(
                        "prices",
                        "1.0.0",
                        s -> s.endpoint(
                                "price",
                                e -> e.handler(request -> {
                                    served.merge(name, 1, Integer::sum);
                                    request.reply(request.text().length() + ".50");
                                }))))
                .toList()
                .blockingGet();
        Sample.check(
                "instances that are found",
                2L,
                services.ping(d -> d.instancesMax(2))
                        .map(ServicePing::id)
                        .distinct()
                        .count()
                        .blockingGet());
        Sample.check(
                "answers",
                CALLS * 5.5,
                Flowable.range(0, CALLS)
                        .flatMapSingle(
                                i -> services.call("price", "green".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                                false,
                                16)
                        .map(answer -> Double.parseDouble(answer.text()))
                        .reduce(0.0, Double::sum)
                        .blockingGet());
        Sample.check("instances that served", 2, served.size());
        Sample.check(
                "calls served", CALLS, served.values().stream().mapToInt(n -> n).sum());
        instances.forEach(instance -> instance.close());
    }
}
