// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.InOrder;
import io.natskit.conformance.target.Target;
import java.util.List;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A contract that is held against one target; each test's outcome goes to the ledger under the rows that it names. */
@ExtendWith(Judged.Keeper.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = InOrder.class)
interface Judged {
    /** Who is judged. */
    Target target();

    /** Writes the ledger. */
    class Keeper implements AfterTestExecutionCallback {
        @Override
        public void afterTestExecution(ExtensionContext context) {
            Rows rows = context.getRequiredTestMethod().getAnnotation(Rows.class);
            Judged judged = (Judged) context.getRequiredTestInstance();
            Outcome outcome = context.getExecutionException().isPresent() ? Outcome.FAILED : Outcome.PASSED;
            String detail = context.getExecutionException().map(String::valueOf).orElse("");
            String title = context.getRequiredTestClass().getSimpleName().replace("IT", "") + ": "
                    + context.getRequiredTestMethod().getName().replace('_', ' ');
            Ledger.add(new Entry("server", judged.target().name(), List.of(rows.value()), title, outcome, detail));
        }
    }
}
