// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

/**
 * The generator's process: takes a load a line, {@code LOAD key=value…}, and answers each with one line, {@code ok key=value…} or
 * {@code err MESSAGE}. Loads: stream, request, ceiling, scraped, crowd, hold, hold-mqtt, stall, release,
 * web, mqtt, and those of {@link StoreLoad}. Ends with its input.
 */
public final class RawMain {
    private final HoldLoad holds = new HoldLoad();

    private RawMain() {}

    /** Runs loads until the input ends. */
    public static void main(String[] arguments) throws IOException {
        RawMain main = new RawMain();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(main.answer(line.trim().split(" +")));
            System.out.flush();
        }
        main.holds.release();
    }

    private String answer(String[] words) {
        try {
            return "ok " + run(words[0], LoadArguments.of(words, 1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "err interrupted";
        } catch (IOException | ExecutionException | RuntimeException failure) {
            return "err " + failure;
        }
    }

    private String run(String load, LoadArguments arguments)
            throws IOException, InterruptedException, ExecutionException {
        return switch (load) {
            case "stream" -> new StreamLoad(arguments).run();
            case "request" -> new RequestLoad(arguments).run();
            case "ceiling" -> new CeilingLoad(arguments).run();
            case "scraped" -> new ScrapedLoad(arguments).stream();
            case "crowd" -> new ScrapedLoad(arguments).crowd();
            case "hold" -> holds.hold(arguments);
            case "hold-mqtt" -> holds.holdDevices(arguments);
            case "stall" -> holds.stall(arguments);
            case "release" -> holds.release();
            case "web" -> new WebLoad(arguments).run();
            case "mqtt" -> new MqttLoad(arguments).run();
            case "js-store" -> new StoreLoad(arguments).store();
            case "js-ingest" -> new StoreLoad(arguments).ingest();
            case "js-fill" -> new StoreLoad(arguments).fill();
            case "js-subjects" -> new StoreLoad(arguments).subjects();
            case "js-filters" -> new StoreLoad(arguments).filters();
            case "js-consume" -> new StoreLoad(arguments).consume();
            case "js-get" -> new StoreLoad(arguments).get();
            case "js-count" -> new StoreLoad(arguments).count();
            case "js-many" -> new StoreLoad(arguments).many();
            default ->
                throw new IllegalArgumentException(
                        "load " + load
                                + " (expected: stream, request, ceiling, scraped, crowd, hold, hold-mqtt, stall, release, web, mqtt, or one of js-store, js-ingest, js-fill, js-subjects, js-filters, js-consume, js-get, js-count and js-many)");
        };
    }
}
