/** The object store client held against each server that has JetStream. Called by JUnit; each contract starts servers of its own. */
@NullMarked
package io.natskit.conformance.objectstore;

import org.jspecify.annotations.NullMarked;
