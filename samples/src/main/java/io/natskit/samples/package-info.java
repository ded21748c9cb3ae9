// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * One runnable main per feature. <b>What lives here:</b> short programs to read and copy from; each starts a server of its own unless it is given a URL, checks its
 * own result, and exits 1 when that is wrong. <b>Who calls it:</b> people, and a test that runs each. <b>On which thread:</b> main.
 */
@NullMarked
package io.natskit.samples;

import org.jspecify.annotations.NullMarked;
