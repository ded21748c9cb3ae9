/**
 * What stands on a client's wire: the decoder of its operations, CONNECT and INFO. Pure: bytes in, calls and bytes out, no socket,
 * thread or clock. Called by the session room on a connection's loop.
 */
@NullMarked
package io.natskit.server.protocol;

import org.jspecify.annotations.NullMarked;
