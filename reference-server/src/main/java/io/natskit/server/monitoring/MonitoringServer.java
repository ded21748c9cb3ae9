// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.natskit.server.dashboard.LiveMessages;
import io.natskit.server.session.SessionLog;
import io.natskit.server.transport.TlsContexts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the pages over HTTP or HTTPS. Threads of its own: a few that read requests and write answers, of which two at most make a page at any
 * moment, so that clients of the server keep the processors. Who does not send a request in five seconds is cut off.
 */
public final class MonitoringServer implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING_MAX = 10_000;
    private static final PageRequests.Bounds BOUNDS = new PageRequests.Bounds(2, 2 * THREADS, WAITING_MAX);
    private static final int BACKLOG = 1_024;
    private static final long IDLE_SECONDS = 10;

    private final HttpServer http;
    private final Pages pages;
    private final PageRequests requests;
    private final @Nullable LiveMessages messages;
    private final SessionLog log;
    private final ThreadPoolExecutor threads;

    static {
        // read once by the JDK's server: without them answers wait for acknowledgements, and a client may hold a thread
        // for ever
        setIfMissing("sun.net.httpserver.nodelay", "true");
        setIfMissing("sun.net.httpserver.maxReqTime", "5");
        setIfMissing("sun.net.httpserver.maxRspTime", "60");
    }

    private MonitoringServer(HttpServer http, Pages pages, @Nullable LiveMessages messages, SessionLog log) {
        this.http = http;
        this.pages = pages;
        this.requests = new PageRequests(this::make, BOUNDS);
        this.messages = messages;
        this.log = log;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), work -> {
                    Thread thread = new Thread(work, "nats-server-monitoring-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    private static void setIfMissing(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    /** Listens; over HTTPS if there are contexts, of which each connection gets that of its moment. Throws {@link IOException} if the port cannot be taken. */
    public static MonitoringServer start(
            InetSocketAddress address, @Nullable Supplier<TlsContexts> tls, Sources sources, String basePath)
            throws IOException {
        HttpServer http;
        if (tls == null) {
            http = HttpServer.create(address, BACKLOG);
        } else {
            HttpsServer https = HttpsServer.create(address, BACKLOG);
            https.setHttpsConfigurator(
                    new HttpsConfigurator(new CurrentContext(() -> tls.get().context())) {
                        @Override
                        public void configure(HttpsParameters parameters) {
                            parameters.setSSLParameters(tls.get().parameters());
                        }
                    });
            http = https;
        }
        boolean dashboard = sources.context().options().monitoring().dashboard();
        MonitoringServer server = new MonitoringServer(
                http,
                new Pages(sources, basePath),
                dashboard ? new LiveMessages(sources.ownClients(), System::nanoTime) : null,
                sources.context().log());
        http.createContext("/", server::handle);
        LiveMessages messages = server.messages;
        if (messages != null) {
            http.createContext(
                    BasePath.clean(basePath + MessagesHandler.PATH),
                    new MessagesHandler(sources.context(), messages, basePath));
        }
        http.setExecutor(server.threads);
        server.startAsDaemon();
        return server;
    }

    /** The JDK's thread is a daemon if the one that starts it is. */
    private void startAsDaemon() {
        Thread starter = new Thread(http::start, "nats-server-monitoring-start");
        starter.setDaemon(true);
        starter.start();
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The port that is listened on. */
    public int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        var asked = new PageRequests.Asked(uri.getPath(), uri.getRawQuery());
        if (!requests.ask(asked, (answer, sent) -> answer(exchange, answer, sent))) {
            exchange.close();
        }
    }

    /** Whoever reads slowly holds up a thread, but none that makes pages. */
    private void answer(HttpExchange exchange, Answer answer, Runnable sent) {
        try {
            threads.execute(() -> sendAndClose(exchange, answer, sent));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // closing, or there is no memory for a thread: this one asked in vain, and the others go on
            exchange.close();
            sent.run();
        }
    }

    private static void sendAndClose(HttpExchange exchange, Answer answer, Runnable sent) {
        try (exchange) {
            send(exchange, answer);
        } catch (IOException e) {
            // whoever asked has gone
        } finally {
            sent.run();
        }
    }

    static void send(HttpExchange exchange, Answer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        answer.headers().forEach(headers::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        byte[] body = answer.body();
        if (head) {
            headers.set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(answer.code(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private Answer make(PageRequests.Asked asked, int askers) {
        try {
            return pages.get(asked.path(), asked.query(), askers);
        } catch (RuntimeException | Error e) {
            log.error("monitoring: " + asked.path() + " failed: " + e);
            return Answer.text(500, "internal error\n");
        }
    }

    /** Ends at once: what is under way is cut off. */
    @Override
    public void close() {
        http.stop(0);
        if (messages != null) {
            messages.close();
        }
        threads.shutdownNow();
    }
}
