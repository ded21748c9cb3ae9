/** How the pages of monitoring are made. */
@NullMarked
package io.natskit.server.monitoring;

import org.jspecify.annotations.NullMarked;
