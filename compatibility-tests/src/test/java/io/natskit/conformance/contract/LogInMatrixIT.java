// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.contract.LogInDoors.Door;
import io.natskit.conformance.contract.LogInWays.Way;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trust A3: every way to log in, through every listener, under each list of connection types; each cell is let in or refused as the rule says, by the real
 * nats-server and by ours. The table is written to {@code target/log-in-matrix-<server>.md}.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
@Order(8)
record LogInMatrixIT(Target target) implements Judged {
    private static final int CELLS_MIN = 200;

    @TempDir
    static Path folder;

    private static LogInDoors.Papers papers;

    @BeforeAll
    static void makePapers() {
        papers = LogInDoors.Papers.make(folder);
    }

    @Test
    @Rows({"AU-01", "AU-02", "AU-04", "AU-09", "AU-12", "AU-13", "AU-15", "AU-16", "MQ-10"})
    void every_way_through_every_listener_under_every_list_of_types_is_let_in_or_refused_as_the_rule_says()
            throws IOException {
        LogInTable table = new LogInTable();
        LogInWays ways = new LogInWays();
        for (LogInWays.Setting setting : ways.settings()) {
            for (LogInDoors doors : LogInDoors.of(papers, setting.certificates())) {
                try (RunningServer server = target.start(setting.config() + doors.config())) {
                    for (Door door : doors.doors()) {
                        for (Way way : setting.ways()) {
                            table.add(way, door, door.logIn(server, way));
                        }
                    }
                }
            }
        }
        assertThat(table.judged(target.name())).isGreaterThanOrEqualTo(CELLS_MIN);
    }
}
