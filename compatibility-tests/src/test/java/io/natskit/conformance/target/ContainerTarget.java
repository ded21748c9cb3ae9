// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** The official image of nats-server, where Docker runs. Clients come from the bridge's address, so {@code client_ip} is not the loopback one. */
final class ContainerTarget implements Target {
    private static final int PORT = 4222;

    @Override
    public String name() {
        return "nats image";
    }

    @Override
    public String family() {
        return "nats-server";
    }

    @Override
    public boolean configurable() {
        return true;
    }

    @Override
    public boolean isProgram() {
        return false;
    }

    @Override
    public RunningServer start(String config, String... flags) {
        Container container = new Container(config);
        container.start();
        return container;
    }

    private static final class Container extends GenericContainer<Container> implements RunningServer {
        Container(String config) {
            super(DockerImageName.parse("nats:" + Targets.VERSION));
            withCopyToContainer(Transferable.of(config), "/etc/judge.conf");
            withCommand("-c", "/etc/judge.conf", "-p", String.valueOf(PORT));
            withExposedPorts(PORT);
            waitingFor(Wait.forLogMessage(".*Server is ready.*", 1));
        }

        @Override
        public String host() {
            return getHost();
        }

        @Override
        public int port() {
            return getMappedPort(PORT);
        }

        @Override
        public String log() {
            return getLogs();
        }

        @Override
        public void close() {
            stop();
        }
    }
}
