// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.ConfigFile;
import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.config.ServerOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link NatsServer} is to be. Not safe for use by several threads at once. */
public final class NatsServerBuilder {
    private ServerOptions.Builder options =
            ServerOptions.builder().listen(listen -> listen.host("127.0.0.1").port(-1));
    private @Nullable Interceptor interceptor;
    private LogSink log = new SystemLoggerSink();
    private ServerClock clock = ServerClock.system();
    private @Nullable Supplier<ServerOptions> reloadsFrom;
    private ReloadListener reloads = (before, now) -> {};

    NatsServerBuilder() {}

    /** The port to listen on. Default -1: any free one. */
    public NatsServerBuilder port(int port) {
        options.listen(listen -> listen.port(port));
        return this;
    }

    /** The address to listen on. Default {@code 127.0.0.1}. */
    public NatsServerBuilder host(String host) {
        options.listen(listen -> listen.host(host));
        return this;
    }

    /** The only user. Default none: everybody is welcome. */
    public NatsServerBuilder user(String name, String password) {
        options.authorization(auth -> auth.username(name).password(password));
        return this;
    }

    /** The token that each client must show. Default none. */
    public NatsServerBuilder token(String token) {
        options.authorization(auth -> auth.token(token));
        return this;
    }

    /** JetStream, kept in memory: streams of either storage end with the server. */
    public NatsServerBuilder jetStream() {
        options.jetStream(js -> js.enabled(true).memoryOnly(true));
        return this;
    }

    /**
     * JetStream. Example: {@code jetStream(js -> js.storeDir(folder))} keeps streams in files, each message synced to the disk before it is
     * acknowledged.
     */
    public NatsServerBuilder jetStream(Consumer<JetStreamOptions.Builder> change) {
        options.jetStream(js -> {
            js.enabled(true);
            change.accept(js);
        });
        return this;
    }

    /** Replaces all options, those set by this builder before included. */
    public NatsServerBuilder options(ServerOptions all) {
        options = all.toBuilder();
        return this;
    }

    /**
     * Reads a configuration file over what was set before; what the file does not name stays, so that without a port in it any free one
     * is taken.
     *
     * @throws io.natskit.server.config.ConfigException with every error of the file
     */
    public NatsServerBuilder configFile(Path file) {
        ServerOptions before = options.build();
        reloadsFrom = () -> ConfigFile.read(file, before.toBuilder()).options();
        options = reloadsFrom.get().toBuilder();
        return this;
    }

    /** As {@link #configFile}, from a text; includes are relative to the working folder. */
    public NatsServerBuilder config(String text) {
        options = ConfigFile.parse(text, options).options().toBuilder();
        return this;
    }

    /** Changes single options. */
    public NatsServerBuilder configure(Consumer<ServerOptions.Builder> change) {
        change.accept(options);
        return this;
    }

    /**
     * Where {@link NatsServer#reload()} takes the options from. Default the configuration file that was named last, read again over what was set before it; so
     * what was set after it is lost in a reload.
     */
    public NatsServerBuilder reloadsFrom(Supplier<ServerOptions> source) {
        this.reloadsFrom = Objects.requireNonNull(source, "source");
        return this;
    }

    /** Who is told of each reload. Default nobody. */
    public NatsServerBuilder onReload(ReloadListener listener) {
        this.reloads = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** Somebody who looks on and may interfere. Default nobody. */
    public NatsServerBuilder interceptor(@Nullable Interceptor looking) {
        this.interceptor = looking;
        return this;
    }

    /** Where log lines go. Default {@link System.Logger} {@code io.natskit.server}. */
    public NatsServerBuilder log(LogSink sink) {
        this.log = Objects.requireNonNull(sink, "sink");
        return this;
    }

    /** The clock to live by. Default the machine's. */
    public NatsServerBuilder clock(ServerClock time) {
        this.clock = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Starts the server; when this returns it can be connected to.
     *
     * @throws io.natskit.server.config.InvalidOptionsException if options contradict one another
     * @throws java.io.UncheckedIOException if the address cannot be listened on
     */
    public NatsServer start() {
        ServerOptions chosen = options.build().validate();
        Supplier<ServerOptions> source = reloadsFrom;
        return new NatsServer(
                RunningServer.start(chosen, new RunningServer.Surroundings(interceptor, log, clock, reloads)), source);
    }
}
