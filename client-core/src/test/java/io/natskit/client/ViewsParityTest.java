// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the three shapes of a connection by reflection. Whatever one has, the others have, or the reason stands here. */
class ViewsParityTest {

    private static final String ACCESSOR = "never waits, so the blocking form serves everybody: blocking()";
    private static final String VIEW = "leads from one shape to another";
    private static final String ASYNC_ONLY = "the blocking form waits in publish itself";
    private static final String FIRE =
            "a single message is published by the other shapes; Flow has publisher() for streams";
    private static final String ONCE = "one event, no stream: a future of async() serves";

    /** Methods that stand in one shape only, by name, with the reason. */
    private static final Map<String, String> NOT_IN_ASYNC = Map.ofEntries(
            Map.entry("newInbox", ACCESSOR),
            Map.entry("state", ACCESSOR),
            Map.entry("serverInfo", ACCESSOR),
            Map.entry("serverPool", ACCESSOR),
            Map.entry("statistics", ACCESSOR),
            Map.entry("onEvent", ACCESSOR),
            Map.entry("closed", ACCESSOR),
            Map.entry("options", ACCESSOR),
            Map.entry("flushBuffer", ACCESSOR),
            Map.entry("async", VIEW),
            Map.entry("flow", VIEW));

    private static final Map<String, String> NOT_IN_BLOCKING = Map.of("writable", ASYNC_ONLY, "blocking", VIEW);

    private static final Map<String, String> NOT_IN_FLOW = Map.ofEntries(
            Map.entry("publish", FIRE),
            Map.entry("writable", FIRE),
            Map.entry("subscribeBatches", "a stream is taken one by one, with demand"),
            Map.entry("flush", ONCE),
            Map.entry("rtt", ONCE),
            Map.entry("drain", ONCE),
            Map.entry("reconnect", ONCE),
            Map.entry("close", ONCE),
            Map.entry("awaitState", ONCE));

    /** Overloads of a name that Flow leaves out. */
    private static final Map<String, String> OVERLOADS_NOT_IN_FLOW = Map.of(
            "subscribe(String,MessageHandler)", "the subscriber is the handler",
            "subscribe(String,SubscribeOptions,MessageHandler)", "the subscriber is the handler",
            "request(Subject,byte[],Duration)", "a cold publisher gains nothing by a prepared subject");

    @Test
    void what_blocks_has_an_asynchronous_twin() {
        Set<String> missing = signatures(Connection.class);
        missing.removeAll(signatures(AsyncConnection.class));
        missing.removeIf(signature -> NOT_IN_ASYNC.containsKey(name(signature)));
        assertThat(missing).isEmpty();
    }

    @Test
    void what_is_asynchronous_has_a_blocking_twin() {
        Set<String> missing = signatures(AsyncConnection.class);
        missing.removeAll(signatures(Connection.class));
        missing.removeIf(signature -> NOT_IN_BLOCKING.containsKey(name(signature)));
        assertThat(missing).isEmpty();
    }

    @Test
    void what_streams_is_in_the_flow_view() {
        Set<String> missing = signatures(AsyncConnection.class);
        missing.removeAll(signatures(FlowConnection.class));
        missing.removeIf(
                signature -> NOT_IN_FLOW.containsKey(name(signature)) || OVERLOADS_NOT_IN_FLOW.containsKey(signature));
        assertThat(missing).isEmpty();
        Set<String> own = signatures(FlowConnection.class);
        own.removeAll(signatures(AsyncConnection.class));
        assertThat(own).containsExactlyInAnyOrder("publisher()", "publisher(int)");
    }

    @Test
    void no_exception_in_the_lists_is_out_of_date() {
        assertThat(names(Connection.class)).containsAll(NOT_IN_ASYNC.keySet());
        assertThat(names(AsyncConnection.class)).doesNotContainAnyElementsOf(NOT_IN_ASYNC.keySet());
        assertThat(names(AsyncConnection.class)).containsAll(NOT_IN_BLOCKING.keySet());
        assertThat(names(Connection.class)).doesNotContainAnyElementsOf(NOT_IN_BLOCKING.keySet());
        assertThat(names(AsyncConnection.class)).containsAll(NOT_IN_FLOW.keySet());
        assertThat(names(FlowConnection.class)).doesNotContainAnyElementsOf(NOT_IN_FLOW.keySet());
        assertThat(signatures(AsyncConnection.class)).containsAll(OVERLOADS_NOT_IN_FLOW.keySet());
        assertThat(signatures(FlowConnection.class)).doesNotContainAnyElementsOf(OVERLOADS_NOT_IN_FLOW.keySet());
    }

    @Test
    void twins_return_the_same_in_their_own_shape() {
        for (Method async : AsyncConnection.class.getMethods()) {
            String signature = signature(async);
            Arrays.stream(Connection.class.getMethods())
                    .filter(m -> signature(m).equals(signature))
                    .findAny()
                    .ifPresent(blocking -> assertThat(asyncShapeOf(blocking))
                            .as(signature)
                            .isEqualTo(async.getGenericReturnType().getTypeName()));
        }
    }

    private static String asyncShapeOf(Method blocking) {
        Type type = blocking.getGenericReturnType();
        if (type == Subscription.class) {
            return AsyncSubscription.class.getName();
        }
        if (type == Replies.class) {
            return AsyncReplies.class.getName();
        }
        String boxed = type == void.class
                ? Void.class.getName()
                : type == boolean.class ? Boolean.class.getName() : type.getTypeName();
        return CompletableFuture.class.getName() + "<" + boxed + ">";
    }

    @Test
    void flow_methods_return_publishers_or_sinks() {
        for (Method method : FlowConnection.class.getMethods()) {
            assertThat(method.getReturnType()).isIn(Flow.Publisher.class, FlowSink.class, Connection.class);
        }
    }

    @Test
    void subscriptions_and_replies_have_twins_too() {
        Set<String> subscription = signatures(Subscription.class);
        subscription.removeAll(signatures(AsyncSubscription.class));
        // accessors never wait; iterator and stream are loops over next()
        assertThat(subscription)
                .containsExactlyInAnyOrder(
                        "subject()",
                        "queueGroup()",
                        "isActive()",
                        "iterator()",
                        "stream()",
                        "close()",
                        "async()",
                        "pendingMessages()",
                        "pendingBytes()",
                        "delivered()",
                        "dropped()",
                        "pendingLimits(long,long)");
        Set<String> replies = signatures(Replies.class);
        replies.removeAll(signatures(AsyncReplies.class));
        assertThat(replies).containsExactlyInAnyOrder("iterator()", "stream()", "end()");
    }

    @Test
    void the_api_mentions_nothing_internal() {
        for (Class<?> type : new Class<?>[] {
            Connection.class, AsyncConnection.class, FlowConnection.class, Subscription.class, Options.class
        }) {
            assertThat(Arrays.stream(type.getMethods()).map(Method::toGenericString))
                    .noneMatch(m -> m.contains(".internal."));
        }
    }

    private static Set<String> names(Class<?> type) {
        return signatures(type).stream().map(ViewsParityTest::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(String signature) {
        return signature.substring(0, signature.indexOf('('));
    }

    private static Set<String> signatures(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .map(ViewsParityTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
