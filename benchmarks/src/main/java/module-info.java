// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Side-by-side runs and JMH. */
module io.natskit.benchmarks {
    requires static org.jspecify;
}
