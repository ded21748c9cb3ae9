// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** The official image of nats-server, where Docker runs. Clients come from the bridge's address, so {@code client_ip} is not the loopback one. */
final class ContainerTarget implements Target {
    private static final int PORT = 4222;
    private static final int READABLE = 0644;
    private static final String CONFIG = "/etc/judge.conf";
    private static final Pattern QUOTED = Pattern.compile("[\"']([^\"'\\n]+)[\"']");

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
        Container container = new Container(config, flags);
        container.start();
        return container;
    }

    /** What the image's program is started with: it listens where the mapped port comes from, whatever the configuration says of addresses. */
    static List<String> command(String... flags) {
        List<String> command = new ArrayList<>(List.of("-c", CONFIG, "-a", "0.0.0.0", "-p", String.valueOf(PORT)));
        command.addAll(List.of(flags));
        return command;
    }

    /** The files of this machine that a configuration names, such as certificates: the container gets them under the same names. */
    static List<Path> filesIn(String config) {
        return QUOTED.matcher(config)
                .results()
                .map(found -> found.group(1))
                .filter(text -> text.startsWith("/"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .distinct()
                .toList();
    }

    private static final class Container extends GenericContainer<Container> implements RunningServer {
        Container(String config, String... flags) {
            super(DockerImageName.parse("nats:" + Targets.VERSION));
            withCopyToContainer(Transferable.of(config), CONFIG);
            for (Path file : filesIn(config)) {
                withCopyFileToContainer(MountableFile.forHostPath(file, READABLE), file.toString());
            }
            withCommand(command(flags).toArray(String[]::new));
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
