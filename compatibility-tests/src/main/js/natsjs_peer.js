// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** nats.js as a program under judgement: pub|sub|request|reply URL SUBJECT [PAYLOAD or PREFIX] [count=N] [queue=Q] [ca=FILE]. */

"use strict";

const { dial, run } = require("./natsjs.js");

async function take(connection, subject, { queue, count = "1000000" }, prefix) {
  const subscription = connection.subscribe(subject, { queue, max: Number(count) });
  for await (const message of subscription) {
    console.log(`msg subject=${message.subject} payload=${message.string()}`);
    if (prefix !== undefined) {
      message.respond(prefix + message.string());
    }
  }
  await connection.flush();
}

run(async ({ verb, url, words, options }) => {
  const [subject, payload = ""] = words;
  const connection = await dial(url, options);
  if (verb === "pub") {
    for (let i = 0; i < Number(options.count ?? "1"); i++) {
      connection.publish(subject, payload);
    }
    await connection.flush();
  } else if (verb === "request") {
    const reply = await connection.request(subject, payload, { timeout: 5_000 });
    console.log(`msg subject=${reply.subject} payload=${reply.string()}`);
  } else {
    await take(connection, subject, options, verb === "reply" ? payload : undefined);
  }
  await connection.close();
});
