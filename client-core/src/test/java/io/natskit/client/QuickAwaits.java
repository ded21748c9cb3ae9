// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.awaitility.pollinterval.IterativePollInterval.iterative;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whoever awaits looks at once, and again after two milliseconds, four and so on; of itself Awaitility looks each tenth of a second, and not before the first is over. For all tests here. */
public final class QuickAwaits implements BeforeAllCallback {
    private static final Duration FIRST = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofMillis(50);

    /** For JUnit, which finds it by its service file. */
    public QuickAwaits() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(iterative(QuickAwaits::next, FIRST));
    }

    private static Duration next(Duration before) {
        Duration doubled = before.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
