// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** nats.js and services: serve URL runs the service "theirs" until it is ended; find URL finds the service "ours", calls it and prints what it saw. */

"use strict";

const { all, dial, load, run } = require("./natsjs.js");
const { Svcm, ServiceError } = load("@nats-io/services");

async function serve(connection) {
  const service = await new Svcm(connection).add({
    name: "theirs",
    version: "2.0.0",
    description: "nats.js",
    metadata: { who: "js" },
  });
  const group = service.addGroup("theirs");
  group.addEndpoint("echo", (_, request) => request.respond(request.data));
  group.addEndpoint("fail", (_, request) => request.respondError(404, "no such thing"));
  await connection.flush();
  console.log("ready");
  await service.stopped;
}

async function find(connection) {
  const client = new Svcm(connection).client({ strategy: "count", maxMessages: 1, maxWait: 10_000 });
  const [ping] = await all(await client.ping("ours"));
  const [info] = await all(await client.info("ours", ping.id));
  console.log(`info ${info.name} ${info.version} ${info.description} ${JSON.stringify(info.metadata)}`);
  console.log(`endpoints ${info.endpoints.map((e) => `${e.name}=${e.subject}@${e.queue_group}`).sort().join(" ")}`);
  console.log(`echo ${(await connection.request("ours.echo", "hi", { timeout: 10_000 })).string()}`);
  const failure = ServiceError.toServiceError(await connection.request("ours.fail", "", { timeout: 10_000 }));
  console.log(`fail ${failure.code} ${failure.message}`);
  const [stats] = await all(await client.stats("ours"));
  console.log(`stats ${stats.endpoints.map((e) => `${e.name}:${e.num_requests}/${e.num_errors}`).sort().join(" ")}`);
}

run(async ({ verb, url, options }) => {
  const connection = await dial(url, options);
  await { serve, find }[verb](connection);
  await connection.close();
});
