// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.junit.proxy.FaultProxy;
import io.natskit.junit.traffic.Interception;
import io.natskit.junit.traffic.Interceptions;
import io.natskit.junit.traffic.Journal;
import io.natskit.server.NatsServer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The extension behind {@link NatsServerTest}; registered by hand it is configured in code and asked by its methods:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final NatsServerExtension nats = NatsServerExtension.builder().scope(Scope.CLASS).user("ann", "secret").build();
 * …
 * connect(nats.url());
 * nats.intercept("orders.>").first(3).drop();
 * nats.journal().await(published("orders.>"), times(3));
 * }</pre>
 *
 * <p>Safe for tests that run in parallel.
 */
public final class NatsServerExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver,
                TestInstancePostProcessor {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(NatsServerExtension.class);

    private final @Nullable Settings registered;
    private final ThreadLocal<ExtensionContext> current = new InheritableThreadLocal<>();
    private volatile @Nullable ExtensionContext latest;

    /** Called by JUnit for {@link NatsServerTest}. */
    public NatsServerExtension() {
        this(null);
    }

    NatsServerExtension(@Nullable Settings registered) {
        this.registered = registered;
    }

    /** For {@code @RegisterExtension}. */
    public static NatsServerExtensionBuilder builder() {
        return new NatsServerExtensionBuilder();
    }

    /** The running test's server. */
    public NatsServer server() {
        return bench().running().server();
    }

    /** The URL of the running test's server, with what a client needs to log in. */
    public String url() {
        return bench().url(false);
    }

    /** What passed through the server since the running test began. */
    public Journal journal() {
        return bench().journal();
    }

    /** Begins an interception that ends with the running test. */
    public Interception.Plan intercept(String pattern) {
        return interceptions().intercept(pattern);
    }

    /** The running test's interceptions. */
    public Interceptions interceptions() {
        return bench().interceptions();
    }

    /** The running test's proxy in front of the server. */
    public FaultProxy proxy() {
        return bench().proxy();
    }

    /** The URL of {@link #proxy()}, with what a client needs to log in. */
    public String proxyUrl() {
        return bench().url(true);
    }

    /** The server's clock, where {@code testClock} was asked for. */
    public TestClock clock() {
        return bench().running().clock();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        watchRun(context);
        enter(context);
        if (settings(context).scope() != Scope.METHOD) {
            bench(context);
            Injection.fill(context.getRequiredTestClass(), null, () -> bench(context));
        }
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) {
        Injection.fill(instance.getClass(), instance, () -> bench(context));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Injection.isWanted(
                parameter.getParameter(), parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Injection.value(
                parameter.getParameter(), parameter.getParameter().getType(), bench(context));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        watchRun(context);
        Uncaught.watch();
        enter(context);
        Bench bench = bench(context);
        bench.mark();
        for (ExtensionContext c = context.getParent().orElse(null);
                c != null && c.getTestClass().isPresent();
                c = c.getParent().orElse(null)) {
            Bench ofClass = c.getStore(NAMESPACE).get(benchKey(c), Bench.class);
            if (ofClass != null) {
                ofClass.refresh();
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Bench bench = bench(context);
        RunningServer running = bench.running();
        boolean ofTest = running.isOwnedBy(context.getUniqueId());
        boolean parallel = isParallel(context);
        Aftermath aftermath = new Aftermath(running.settings().leaks());
        try {
            if (ofTest || !isShared(running, context)) {
                aftermath.clients(running, bench.clientsBefore());
                aftermath.server(running);
            }
        } finally {
            bench.close();
            if (ofTest) {
                running.close();
            }
            Uncaught.unwatch();
            leave(context);
        }
        if (!parallel) {
            aftermath.threads(ofTest ? running.threadsBefore() : bench.threadsBefore(), ofTest);
        }
        aftermath.uncaught(parallel);
        aftermath.speak(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Bench bench = context.getStore(NAMESPACE).get(benchKey(context), Bench.class);
        leave(context);
        if (bench == null) {
            return;
        }
        RunningServer running = bench.running();
        boolean ofClass = running.isOwnedBy(context.getUniqueId());
        Aftermath aftermath = new Aftermath(running.settings().leaks());
        try {
            if (ofClass) {
                aftermath.clients(running, Set.of());
                aftermath.server(running);
            }
        } finally {
            bench.close();
            if (ofClass) {
                running.close();
            }
        }
        if (ofClass && !isParallel(context)) {
            aftermath.threads(running.threadsBefore(), true);
        }
        aftermath.speak(context);
    }

    private void watchRun(ExtensionContext context) {
        RunCheck check = RunCheck.register(context, NAMESPACE);
        if (settings(context).leaks() != Leaks.FAIL) {
            check.lookAway();
        }
    }

    private void enter(ExtensionContext context) {
        current.set(context);
        latest = context;
    }

    private void leave(ExtensionContext context) {
        ExtensionContext parent = context.getParent().orElse(null);
        if (parent != null && parent.getTestClass().isPresent()) {
            current.set(parent);
        } else {
            current.remove();
        }
    }

    private Bench bench() {
        ExtensionContext context = current.get();
        if (context == null) {
            context = latest;
        }
        if (context == null) {
            throw new IllegalStateException("no test runs (expected: a call from within a test)");
        }
        return bench(context);
    }

    private Bench bench(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(benchKey(context), key -> new Bench(running(context)), Bench.class);
    }

    /** One for each context and extension: benches of outer contexts are not inherited. */
    private String benchKey(ExtensionContext context) {
        return "bench " + System.identityHashCode(registered) + " " + context.getUniqueId();
    }

    private RunningServer running(ExtensionContext context) {
        Settings settings = settings(context);
        if (settings.scope() == Scope.METHOD && context.getTestMethod().isEmpty()) {
            throw new ExtensionConfigurationException("a server for each test method, wanted outside of one"
                    + " (expected: scope = CLASS or SUITE for static fields, @BeforeAll and shared test instances)");
        }
        ExtensionContext home = switch (settings.scope()) {
            case METHOD -> context;
            case CLASS -> classOf(context);
            case SUITE -> context.getRoot();
        };
        Object key = registered == null || settings.scope() == Scope.SUITE ? settings : this;
        return home.getStore(NAMESPACE)
                .getOrComputeIfAbsent(key, k -> new RunningServer(settings, home.getUniqueId()), RunningServer.class);
    }

    private static ExtensionContext classOf(ExtensionContext context) {
        ExtensionContext c = context;
        while (c.getTestMethod().isPresent() && c.getParent().isPresent()) {
            c = c.getParent().get();
        }
        return c;
    }

    private Settings settings(ExtensionContext context) {
        if (registered != null) {
            return registered;
        }
        Optional<NatsServerTest> ofMethod =
                context.getTestMethod().flatMap(m -> AnnotationSupport.findAnnotation(m, NatsServerTest.class));
        if (ofMethod.isPresent()) {
            Settings asked = Settings.of(ofMethod.get());
            return asked.scope() == Scope.SUITE ? asked : asked.inScope(Scope.METHOD);
        }
        for (Class<?> type = context.getTestClass().orElse(null); type != null; type = type.getEnclosingClass()) {
            Optional<NatsServerTest> ofClass = AnnotationSupport.findAnnotation(type, NatsServerTest.class);
            if (ofClass.isPresent()) {
                return Settings.of(ofClass.get());
            }
        }
        return Settings.DEFAULT;
    }

    /** Whether other tests may be using the same server right now. */
    private static boolean isShared(RunningServer running, ExtensionContext context) {
        return isParallel(context)
                && (running.settings().scope() == Scope.SUITE
                        || context.getExecutionMode() == ExecutionMode.CONCURRENT);
    }

    private static boolean isParallel(ExtensionContext context) {
        return context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
                .map(Boolean::parseBoolean)
                .orElse(false);
    }
}
