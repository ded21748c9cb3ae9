// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.Connection;
import io.natskit.client.MessageTracer;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.jetstream.JetStreamOptions;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a tracer hears of a batch, whoever ends it. */
class FollowedTest {
    private final List<String> heard = new ArrayList<>();
    private Runnable whileBeginning = () -> {};
    private final Followed followed = new Followed(Context.of(connection(), JetStreamOptions.of(o -> {})));

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                FollowedTest.class.getClassLoader(),
                new Class<?>[] {Connection.class, ConnectionInternals.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("gathering");
                    heard.add("begins");
                    whileBeginning.run();
                    return new Heard();
                });
    }

    private final class Heard implements MessageTracer.Gathering {
        @Override
        public Runnable sending() {
            heard.add("sending");
            return () -> heard.add("sent");
        }

        @Override
        public void ended(long messages, @Nullable Throwable error) {
            heard.add("ended after " + messages);
        }
    }

    @Test
    void a_batch_begins_with_its_first_message_and_ends_once() {
        followed.sending("a").run();
        followed.sending("a").run();
        followed.ended(2, null);
        followed.ended(2, new IllegalStateException());
        assertThat(heard).containsExactly("begins", "sending", "sent", "sending", "sent", "ended after 2");
    }

    @Test
    void nothing_begins_after_the_end() {
        followed.ended(1, null);
        followed.sending("a").run();
        assertThat(heard).isEmpty();
    }

    @Test
    void what_ends_while_it_begins_is_told_to_have_ended() {
        whileBeginning = () -> followed.ended(1, null);
        followed.sending("a").run();
        assertThat(heard).startsWith("begins").containsOnlyOnce("ended after 1");
    }
}
