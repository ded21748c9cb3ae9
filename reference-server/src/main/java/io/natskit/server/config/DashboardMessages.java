// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

/** Whether the dashboard may hear subjects and publish. It does so as a client of its own, to which every rule applies. */
public enum DashboardMessages {
    /** Only where nobody has to log in. */
    WITHOUT_LOGIN,
    /** Always; where clients have to log in, whoever looks at the page has to as well. */
    ALWAYS,
    /** Never. */
    NEVER
}
