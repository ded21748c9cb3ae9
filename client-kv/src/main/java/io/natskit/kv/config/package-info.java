/**
 * Configuration and feature flags that follow a bucket. Called by users, on any thread; listeners run on the connection's callback executor, reading never waits.
 */
@NullMarked
package io.natskit.kv.config;

import org.jspecify.annotations.NullMarked;
