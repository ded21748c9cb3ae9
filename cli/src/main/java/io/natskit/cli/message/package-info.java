// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Messages as commands show and make them: one place each for the shown form, the JSON form and templates of bodies.
 *
 * <p>Called by commands, on the thread that a message comes on.
 */
@NullMarked
package io.natskit.cli.message;

import org.jspecify.annotations.NullMarked;
