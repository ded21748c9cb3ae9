/**
 * What the dashboard does with messages: it hears a subject and publishes as a client of its own, which logs in over a link in this process like any
 * other, so that every rule applies to it. It knows the protocol's lines and nothing of the server. Called by monitoring, on the threads of its HTTP
 * server, which wait for the answer; what comes is read on one thread that exists while somebody listens.
 */
@NullMarked
package io.natskit.server.dashboard;

import org.jspecify.annotations.NullMarked;
