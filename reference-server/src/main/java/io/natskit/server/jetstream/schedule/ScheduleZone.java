// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.schedule;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** The time zones that {@code Nats-Schedule-Time-Zone} may name: those of the time zone database, and no offsets. */
public final class ScheduleZone {
    private ScheduleZone() {}

    /** The zone of a name such as {@code Europe/Berlin}; empty for an unknown one (error 10223). */
    public static Optional<ZoneId> of(String name) {
        switch (name) {
            case "UTC", "GMT+0", "GMT-0":
                return Optional.of(ZoneOffset.UTC);
            case "Local":
                return Optional.of(ZoneId.systemDefault());
            // some of the database's names that Java does not count among them
            case "EST":
                return Optional.of(ZoneOffset.ofHours(-5));
            case "MST":
                return Optional.of(ZoneOffset.ofHours(-7));
            case "HST":
                return Optional.of(ZoneOffset.ofHours(-10));
            case "ROC":
                return Optional.of(ZoneId.of("Asia/Taipei"));
            default:
                // Java's old own names are none of the database
                return name.startsWith("SystemV/")
                                || !ZoneId.getAvailableZoneIds().contains(name)
                        ? Optional.empty()
                        : Optional.of(ZoneId.of(name));
        }
    }
}
