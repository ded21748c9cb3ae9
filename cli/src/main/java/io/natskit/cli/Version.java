// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import picocli.CommandLine.IVersionProvider;

/** What the program calls its version. */
final class Version implements IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
        String own = Version.class.getPackage().getImplementationVersion();
        return new String[] {"natskit " + (own == null ? "(not from a jar)" : own)};
    }
}
