// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.monitoring.ServerRequests;
import io.natskit.wire.GoDuration;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM has in place of Go's profiles (PR-09): {@code cpu} is a recording of the flight recorder for as long as was asked for, {@code goroutine},
 * {@code threadcreate}, {@code block} and {@code mutex} are what every thread is doing, and on whom it waits, {@code heap} and {@code allocs} the
 * classes of what lives. One recording at a time.
 */
final class Profiles {
    private static final long DURATION_MAX_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Semaphore recording = new Semaphore(1);

    /** Answers a request; blocks for the duration of a recording. */
    ServerRequests.Outcome answer(byte[] request, ServerRequests state) {
        String name = "";
        long nanos = 0;
        try {
            JsonObject asked = request.length == 0 ? null : JsonObject.parse(request);
            if (asked != null) {
                String said = asked.string("name");
                name = said == null ? "" : said;
                nanos = asked.integer("duration", 0);
            }
        } catch (JsonException e) {
            return new ServerRequests.Refused(400, String.valueOf(e.getMessage()));
        }
        ServerRequests.Outcome meant = state.filtered(request, () -> null);
        return meant instanceof ServerRequests.Done ? made(name, nanos) : meant;
    }

    private ServerRequests.Outcome made(String name, long nanos) {
        return switch (name) {
            case "" -> failed("Profile name not specified");
            case "cpu" -> flight(nanos);
            case "goroutine", "threadcreate", "block", "mutex", "threads" ->
                profile(ServerRequests.threads().getBytes(StandardCharsets.UTF_8));
            case "heap", "allocs" -> histogram();
            default -> failed("Profile \"" + name + "\" not found");
        };
    }

    private static ServerRequests.Outcome histogram() {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return profile(String.valueOf(text).getBytes(StandardCharsets.UTF_8));
        } catch (JMException e) {
            return failed("Failed to list what lives: this JVM has no diagnostic commands (" + e + ")");
        }
    }

    private ServerRequests.Outcome flight(long nanos) {
        if (nanos <= 0 || nanos > DURATION_MAX_NANOS) {
            return failed("Duration " + GoDuration.format(Duration.ofNanos(nanos)) + " should be between 0s and 15s");
        }
        if (!recording.tryAcquire()) {
            return failed("Failed to start CPU profile: cpu profiling already in use");
        }
        @Nullable Path file = null;
        try (Recording flight = new Recording(Configuration.getConfiguration("profile"))) {
            file = Files.createTempFile("natskit", ".jfr");
            flight.start();
            TimeUnit.NANOSECONDS.sleep(nanos);
            flight.stop();
            flight.dump(file);
            return profile(Files.readAllBytes(file));
        } catch (IOException | ParseException e) {
            return failed("Failed to start CPU profile: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("Failed to start CPU profile: the server ends");
        } finally {
            recording.release();
            delete(file);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a temporary file: the system will do it
        }
    }

    private static ServerRequests.Outcome profile(byte[] content) {
        return new ServerRequests.Data(
                new JsonWriter().base64("profile", content).field("error", "").toBytes());
    }

    private static ServerRequests.Outcome failed(String text) {
        return new ServerRequests.Data(
                new JsonWriter().nullField("profile").field("error", text).toBytes());
    }
}
