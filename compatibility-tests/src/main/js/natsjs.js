// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What the nats.js programs share: the packages, from the folder that NATS_JS names or from .peers/node at the root; connections
 * by TCP or WebSocket, as the URL says; and an end with code 1 where something is not as it was asked.
 */

"use strict";

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");

const folder = process.env.NATS_JS || path.resolve(__dirname, "../../../../.peers/node");

/** A package of that folder. */
const load = createRequire(path.join(folder, "peers.js"));

const nats = load("@nats-io/transport-node");

/**
 * The command line: VERB URL WORD... NAME=VALUE...
 *
 * @returns {{verb: string, url: string, words: string[], options: Record<string, string>}}
 */
function told() {
  const [verb, url, ...rest] = process.argv.slice(2);
  const pairs = rest.filter((word) => word.includes("="));
  return {
    verb,
    url,
    words: rest.filter((word) => !word.includes("=")),
    options: Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)])),
  };
}

/** User and password of a URL, or a token where it has a single word; nats.js leaves them to the program. */
function credentials(at) {
  const [user, pass] = [decodeURIComponent(at.username), decodeURIComponent(at.password)];
  if (pass !== "") {
    return { user, pass };
  }
  return user === "" ? {} : { token: user };
}

/** What makes sockets of the package ws, whose handshake can have more than a browser's: an authority, compression, cookies. */
function webSockets(options) {
  const { WebSocket } = load("ws");
  const how = {
    perMessageDeflate: options.deflate === "true",
    headers: options.cookie ? { Cookie: options.cookie } : {},
    ...(options.ca ? { ca: readFileSync(options.ca) } : {}),
  };
  return async (url) => {
    const socket = new WebSocket(url, how);
    if (how.perMessageDeflate) {
      socket.once("open", () => console.log(`agreed on ${socket.extensions}`));
    }
    return { socket, encrypted: url.startsWith("wss:") };
  };
}

/**
 * Connects.
 *
 * @param url nats://, tls://, ws:// or wss://, with credentials before an at-sign
 * @param options ca=FILE; attempts=N to come back, -1 for no end of them; deflate=true and cookie=TEXT for WebSocket; socket=own for the WebSocket of Node itself
 * @param more options of nats.js
 */
function dial(url, options = {}, more = {}) {
  const at = new URL(url);
  const how = {
    servers: `${at.protocol}//${at.host}`,
    timeout: 5_000,
    reconnectTimeWait: 200,
    maxReconnectAttempts: Number(options.attempts ?? "3"),
    ...credentials(at),
    ...more,
  };
  if (at.protocol === "ws:" || at.protocol === "wss:") {
    return nats.wsconnect(options.socket === "own" ? how : { ...how, wsFactory: webSockets(options) });
  }
  return nats.connect(options.ca ? { ...how, tls: { caFile: options.ca } } : how);
}

/** Ends when all that was printed has gone: a pipe takes it piece by piece. */
function end(code) {
  process.stdout.write("", () => process.exit(code));
}

/** Runs a program to its end. */
function run(main) {
  main(told()).then(
    () => end(0),
    (error) => {
      console.error(`${error.name}: ${error.message}`);
      end(1); // the judge asks for the exit code
    },
  );
}

/** All that an iterator has. */
async function all(iterator) {
  const elements = [];
  for await (const element of iterator) {
    elements.push(element);
  }
  return elements;
}

module.exports = { all, dial, load, nats, run, told };
