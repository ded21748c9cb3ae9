// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom to look for, and how long: {@code d -> d.name("shop").stall(ofMillis(100))}. Not safe for use by several threads. */
public final class DiscoverySpec {
    private @Nullable String name;
    private @Nullable String id;
    private Duration timeout = Duration.ofSeconds(5);
    private Duration stall = Duration.ofMillis(300);
    private int instancesMax;

    /** All services. */
    public DiscoverySpec() {}

    /** Instances of one service alone; default of all. */
    public DiscoverySpec name(String service) {
        this.name = Names.name("service", service);
        return this;
    }

    /** One instance alone; ends with its answer. */
    public DiscoverySpec instance(String service, String id) {
        this.name = Names.name("service", service);
        this.id = Names.subject("id", id);
        return this;
    }

    /** How long to wait in all; default 5 s. */
    public DiscoverySpec timeout(Duration timeout) {
        this.timeout = Checks.positive("timeout", timeout);
        return this;
    }

    /** The longest gap after the first answer; default 300 ms. */
    public DiscoverySpec stall(Duration gap) {
        this.stall = Checks.positive("stall", gap);
        return this;
    }

    /** Ends with so many; default 0: however many there are. */
    public DiscoverySpec instancesMax(int instances) {
        this.instancesMax = Checks.atLeast("instancesMax", instances, 0);
        return this;
    }

    /** See {@link #name(String)}. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** See {@link #instance(String, String)}. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** See {@link #timeout(Duration)}. */
    public Duration timeout() {
        return timeout;
    }

    /** See {@link #stall(Duration)}. */
    public Duration stall() {
        return stall;
    }

    /** See {@link #instancesMax(int)}. */
    public int instancesMax() {
        return id == null ? instancesMax : 1;
    }
}
