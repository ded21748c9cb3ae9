// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** The targets of the test run: those of {@link Targets}, and the {@code nats} image where Docker runs. What is missing is noted once. */
public final class SuiteTargets {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");
    private static final Targets ALL = find();

    private SuiteTargets() {}

    /** All of them. */
    public static Targets all() {
        return ALL;
    }

    /** Each server once: ours embedded, not as a program too. */
    public static Stream<Target> onceEach() {
        return ALL.present().stream().filter(target -> !target.name().equals(Targets.OUR_PROGRAM));
    }

    /**
     * Those of this run. Our program, whose start costs more processor time than most cases, is one of them with {@code -Dnatskit.program=true} and in the long forms of
     * the tests; else ours is judged embedded, and as a program by the transcripts and by what needs one.
     */
    public static Stream<Target> ofThisRun() {
        boolean program = FULL || Boolean.getBoolean("natskit.program");
        return program ? ALL.present().stream() : onceEach();
    }

    /** Those of this run that take a configuration. */
    public static Stream<Target> configurable() {
        return ofThisRun().filter(Target::configurable);
    }

    /** Those that take a configuration and can be reached by any port that it names; a container publishes the client port alone. */
    public static Stream<Target> reachable() {
        return configurable().filter(t -> !(t instanceof ContainerTarget));
    }

    /**
     * Targets, and the same through their doors for WebSocket: {@code -Dnatskit.doors=tcp,ws,wss}. By default over TCP alone, in the long forms of the tests through all; a container publishes
     * the client port alone.
     */
    public static Stream<Target> throughDoors(Stream<Target> targets) {
        String otherwise = FULL ? "tcp,ws,wss" : "tcp";
        List<String> doors =
                List.of(System.getProperty("natskit.doors", otherwise).split(","));
        return targets.flatMap(target -> doors.stream()
                .filter(door -> door.equals("tcp") || !(target instanceof ContainerTarget))
                .map(door -> door.equals("tcp") ? target : new WebDoor(target, door.equals("wss"))));
    }

    /** Those that are programs with flags and files. */
    public static Stream<ProgramTarget> programs() {
        return ALL.present().stream().filter(ProgramTarget.class::isInstance).map(ProgramTarget.class::cast);
    }

    private static Targets find() {
        Targets found = Targets.find();
        List<Target> present = new ArrayList<>(found.present());
        List<Targets.Missing> missing = new ArrayList<>(found.missing());
        boolean alone = !System.getProperty("nats.url", "").isEmpty()
                || !System.getProperty("nats.server.command", "").isEmpty();
        if (!alone) {
            if (DockerClientFactory.instance().isDockerAvailable()) {
                present.add(new ContainerTarget());
            } else {
                missing.add(new Targets.Missing("nats image", "Docker does not run here"));
            }
        }
        missing.forEach(m ->
                Ledger.add(new Entry("target", m.name(), List.of(), "the target itself", Outcome.SKIPPED, m.reason())));
        present.forEach(
                t -> Ledger.add(new Entry("target", t.name(), List.of(), "the target itself", Outcome.PASSED, "")));
        return new Targets(List.copyOf(present), List.copyOf(missing));
    }
}
