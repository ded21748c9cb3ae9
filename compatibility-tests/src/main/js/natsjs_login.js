// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * nats.js logs in: each FILE reads its attempts from a file, so that no secret stands in a command line: a list of objects with a name, a URL and,
 * where they are meant, the options of natsjs.js and a seed or a file of credentials. Prints who was let in.
 */

"use strict";

const { readFileSync } = require("node:fs");
const { dial, nats, run } = require("./natsjs.js");

function authenticator({ seed, credentials }) {
  if (seed) {
    return { authenticator: nats.nkeyAuthenticator(Buffer.from(seed)) };
  }
  return credentials ? { authenticator: nats.credsAuthenticator(readFileSync(credentials)) } : {};
}

run(async ({ url: file }) => {
  for (const attempt of JSON.parse(readFileSync(file, "utf8"))) {
    try {
      const connection = await dial(attempt.url, attempt, { ...authenticator(attempt), reconnect: false });
      await connection.flush();
      console.log(`${attempt.name}: in`);
      await connection.close();
    } catch (error) {
      console.log(`${attempt.name}: refused, ${error.name}`);
    }
  }
});
