// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** nats.js as a user of JetStream: TASK[,TASK...] URL [ca=FILE] with the tasks publish, pull, push, kv and object. Prints what it saw; ends with 1 when something is not as it asked. */

"use strict";

const { all, dial, load, run } = require("./natsjs.js");
const { AckPolicy, DeliverPolicy, JetStreamApiError, jetstream, jetstreamManager } = load("@nats-io/jetstream");
const { Kvm } = load("@nats-io/kv");
const { Objm } = load("@nats-io/obj");

/** The error of the API that a promise ends with. */
async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    if (error instanceof JetStreamApiError) {
      return `${error.code} ${error.message}`;
    }
    throw error;
  }
  throw new Error("it was not refused");
}

async function publish(js, jsm) {
  await jsm.streams.add({ name: "JSPUB", subjects: ["jspub.>"], max_msgs_per_subject: 2 });
  const first = await js.publish("jspub.a", "one", { msgID: "1" });
  const again = await js.publish("jspub.a", "one", { msgID: "1" });
  console.log(`acks ${first.stream} ${first.seq} ${again.seq} ${again.duplicate}`);
  const acks = await Promise.all(Array.from({ length: 100 }, (_, i) => js.publish("jspub.b", String(i))));
  console.log(`last ${acks.at(-1).seq}`);
  console.log(`refused ${await refusal(js.publish("jspub.a", "x", { expect: { lastSequence: 5 } }))}`);
  const message = await jsm.streams.getMessage("JSPUB", { last_by_subj: "jspub.b" });
  console.log(`read ${message.seq} ${message.string()}`);
  const info = await jsm.streams.info("JSPUB", { subjects_filter: ">" });
  console.log(`state ${info.state.messages} ${JSON.stringify(info.state.subjects)}`);
  await jsm.streams.purge("JSPUB", { filter: "jspub.b" });
  console.log(`purged ${(await jsm.streams.info("JSPUB")).state.messages}`);
  console.log(`deleted ${await jsm.streams.delete("JSPUB")}`);
}

async function pull(js, jsm) {
  await jsm.streams.add({ name: "JSPULL", subjects: ["jspull.>"] });
  for (let i = 0; i < 10; i++) {
    await js.publish("jspull.a", String(i));
  }
  await jsm.consumers.add("JSPULL", { durable_name: "durable", ack_policy: AckPolicy.Explicit, max_ack_pending: 50 });
  const consumer = await js.consumers.get("JSPULL", "durable");
  const four = await all(await consumer.fetch({ max_messages: 4, expires: 5_000 }));
  console.log(`fetched ${four.map((m) => m.string()).join(" ")}`);
  await Promise.all(four.slice(0, 3).map((m) => m.ackAck()));
  four[3].nak();
  const rest = [];
  const messages = await consumer.consume({ max_messages: 5 });
  for await (const message of messages) {
    rest.push(message);
    await message.ackAck();
    if (rest.length === 7) {
      break;
    }
  }
  await messages.close();
  rest.sort((a, b) => a.seq - b.seq); // the nak may be behind others
  console.log(`consumed ${rest.map((m) => `${m.string()}/${m.info.deliveryCount}`).join(" ")}`);
  const info = await consumer.info();
  console.log(`consumer ${info.ack_floor.stream_seq} ${info.num_pending} ${info.num_ack_pending}`);
  console.log(`empty ${(await consumer.next({ expires: 1_000 })) === null}`);
}

async function push(js, jsm) {
  await jsm.streams.add({ name: "JSPUSH", subjects: ["jspush.>"] });
  for (let i = 0; i < 5; i++) {
    await js.publish("jspush.a", String(i));
  }
  const ordered = await js.consumers.get("JSPUSH", { filter_subjects: "jspush.a" });
  const five = await all(await ordered.fetch({ max_messages: 5, expires: 5_000 }));
  console.log(`ordered ${five.map((m) => m.string()).join(" ")}`);
  await jsm.consumers.add("JSPUSH", {
    durable_name: "d",
    deliver_subject: "deliver.here",
    deliver_policy: DeliverPolicy.Last,
    ack_policy: AckPolicy.Explicit,
  });
  const pushed = await (await js.consumers.getPushConsumer("JSPUSH", "d")).consume();
  for await (const message of pushed) {
    await message.ackAck();
    console.log(`last ${message.string()} ${message.seq}`);
    break;
  }
}

async function kv(js) {
  const bucket = await new Kvm(js).create("JSKV", { history: 3 });
  console.log(`put ${await bucket.put("name", "Ada")} ${await bucket.put("name", "Grace")}`);
  const entry = await bucket.get("name");
  console.log(`get ${entry.string()} ${entry.revision}`);
  console.log(`there already ${await refusal(bucket.create("name", "Alan"))}`);
  console.log(`update ${await bucket.update("name", "Edsger", 2)}`);
  await bucket.put("other", "x");
  console.log(`keys ${(await all(await bucket.keys())).sort().join(" ")}`);
  console.log(`history ${(await all(await bucket.history({ key: "name" }))).map((e) => e.string()).join(" ")}`);
  const seen = [];
  for await (const update of await bucket.watch()) {
    seen.push(`${update.key}=${update.string()}`);
    if (update.key === "later") {
      break;
    }
    if (update.delta === 0) {
      await bucket.put("later", "y");
    }
  }
  console.log(`watched ${seen.join(" ")}`);
  await bucket.delete("name");
  console.log(`deleted ${(await bucket.get("name")).operation}`);
  await bucket.purge("other");
  const status = await bucket.status();
  console.log(`status ${status.bucket} ${status.values} ${status.history}`);
  console.log(`gone ${await bucket.destroy()}`);
}

async function object(js) {
  const store = await new Objm(js).create("JSOBJ");
  const data = Uint8Array.from({ length: 307_200 }, (_, i) => i & 0xff);
  const info = await store.putBlob({ name: "file" }, data);
  console.log(`put ${info.size} ${info.chunks} ${info.digest}`);
  console.log(`get ${Buffer.compare(await store.getBlob("file"), data) === 0}`);
  await store.putBlob({ name: "small" }, Buffer.from("tiny"));
  console.log(`list ${(await store.list()).map((o) => o.name).sort().join(" ")}`);
  await store.delete("file");
  console.log(`deleted ${(await store.getBlob("file")) === null}`);
  console.log(`gone ${await store.destroy()}`);
}

run(async ({ verb, url, options }) => {
  const connection = await dial(url, options);
  const js = jetstream(connection, { timeout: 10_000 });
  const jsm = await jetstreamManager(connection, { timeout: 10_000 });
  const tasks = { publish, pull, push, kv, object };
  for (const task of verb.split(",")) {
    console.log(`task ${task}`);
    await tasks[task](js, jsm);
  }
  await connection.close();
});
