/**
 * The server as its accounts can ask it and hear of it by messages ({@code $SYS}): requests of the system account, those that every account may make about
 * itself, and events of clients, accounts and the server. Requests come in on a loop, are worked out on threads that may wait, and are answered from the
 * loop; events leave on the loop of whom they are about. What is told comes from {@code monitoring}. Made and closed by the server that
 * wires the rooms.
 */
@NullMarked
package io.natskit.server.system;

import org.jspecify.annotations.NullMarked;
