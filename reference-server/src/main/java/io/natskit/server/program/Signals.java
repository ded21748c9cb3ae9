// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Takes signals of the operating system. {@code sun.misc.Signal} is reached by reflection, since naming it is a warning that nothing switches
 * off. What a signal asks runs on a thread of the JVM's, one for each signal that comes.
 */
final class Signals {
    private static final String MOVED = "_JAVA_SR_SIGNUM";

    private Signals() {}

    /** The signals that mean something to the server. */
    enum Kind {
        INTERRUPT("INT", "interrupt"),
        TERMINATE("TERM", "terminated"),
        HANG_UP("HUP", "hangup"),
        USER_1("USR1", "user defined signal 1"),
        USER_2("USR2", "user defined signal 2");

        private final String name;
        private final String text;

        Kind(String name, String text) {
            this.name = name;
            this.text = text;
        }

        /** As Go calls it. */
        String text() {
            return text;
        }
    }

    /** Told of a signal. */
    interface Listener {
        void received(Kind kind);
    }

    /** Has a listener told of all signals that this process can take; what it cannot, keeps its meaning. */
    static void listen(Listener listener) {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.USER_2 || System.getenv(MOVED) != null) {
                // elsewhere it is HotSpot's own signal, by which it stops threads
                handle(kind, listener);
            }
        }
    }

    private static void handle(Kind kind, Listener listener) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object own = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, new Handler(kind, listener));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(kind.name), own);
        } catch (InvocationTargetException e) {
            // The system does not know it, or the JVM keeps it for itself.
        } catch (ReflectiveOperationException e) {
            // A JVM without it: signals mean what they mean by default.
        }
    }

    private record Handler(Kind kind, Listener listener) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            switch (method.getName()) {
                case "handle":
                    listener.received(kind);
                    return null;
                case "equals":
                    return arguments != null && proxy == arguments[0];
                case "hashCode":
                    return System.identityHashCode(proxy);
                default:
                    return "Handler[" + kind + "]";
            }
        }
    }
}
