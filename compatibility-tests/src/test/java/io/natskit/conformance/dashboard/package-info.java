/** The dashboard in a real browser, where one is installed. Called by JUnit. */
@NullMarked
package io.natskit.conformance.dashboard;

import org.jspecify.annotations.NullMarked;
