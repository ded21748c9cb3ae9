// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** nats.js as one of several clients of bucket X and object store O: write URL | read URL WRITER... Facts are printed a line each: writer, fact, value. */

"use strict";

const { createHash } = require("node:crypto");
const { all, dial, load, nats, run } = require("./natsjs.js");
const { Kvm } = load("@nats-io/kv");
const { Objm } = load("@nats-io/obj");

const ME = "nats.js";
const CONTENT = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31 + 7) & 0xff);

async function writeKeys(kv) {
  await kv.put(`${ME}.put`, "value");
  await kv.put(`${ME}.over`, "1");
  await kv.put(`${ME}.over`, "2");
  await kv.put(`${ME}.empty`, "");
  await kv.put(`${ME}.bin`, Uint8Array.of(0, 1, 13, 10, 255));
  await kv.create(`${ME}.create`, "value");
  await kv.update(`${ME}.update`, "2", await kv.put(`${ME}.update`, "1"));
  await kv.put(`${ME}.del`, "1");
  await kv.delete(`${ME}.del`);
  await kv.put(`${ME}.purge`, "1");
  await kv.put(`${ME}.purge`, "2");
  await kv.purge(`${ME}.purge`);
  await kv.put(`${ME}.again`, "1");
  await kv.delete(`${ME}.again`);
  await kv.create(`${ME}.again`, "2");
  for (const value of ["1", "2", "3"]) {
    await kv.put(`${ME}.hist`, value);
  }
}

/** No link: those of nats.js have no nuid, and nats-py lists no store that has one. */
async function writeObjects(store) {
  const headers = nats.headers();
  headers.set("h", "v");
  await store.putBlob({ name: `${ME}-plain`, description: `from ${ME}`, headers }, CONTENT);
  await store.putBlob({ name: `${ME}-empty` }, new Uint8Array(0));
  await store.putBlob({ name: `${ME}-chunks`, options: { max_chunk_size: 1000 } }, CONTENT);
  await store.putBlob({ name: `${ME}-twice` }, CONTENT);
  await store.putBlob({ name: `${ME}-twice` }, CONTENT.slice(0, 1000));
  await store.putBlob({ name: `${ME}-gone` }, CONTENT);
  await store.delete(`${ME}-gone`);
}

/** The entry of a key; none where its last word is its end. */
async function entry(kv, key) {
  const found = await kv.get(key);
  return found === null || found.operation !== "PUT" ? null : found;
}

async function readKeys(kv, writer, tell) {
  for (const name of ["put", "over", "empty", "create", "update", "again"]) {
    tell(name, (await entry(kv, `${writer}.${name}`)).string());
  }
  tell("bin", Buffer.from((await entry(kv, `${writer}.bin`)).value).toString("hex"));
  tell("del", (await entry(kv, `${writer}.del`)) === null);
  tell("purge", (await entry(kv, `${writer}.purge`)) === null);
  tell("revision", (await entry(kv, `${writer}.put`)).revision);
  tell("keys", (await all(await kv.keys(`${writer}.>`))).sort().join(","));
  tell("hist", (await all(await kv.history({ key: `${writer}.hist` }))).map((e) => e.string()).join(","));
  tell("ops", (await all(await kv.history({ key: `${writer}.del` }))).map((e) => e.operation).join(","));
}

async function digest(store, name) {
  return createHash("sha256").update(await store.getBlob(name)).digest("hex");
}

/** Whether an object is there; nats.js gives deleted ones too, and says so. */
async function isThere(store, name) {
  const info = await store.info(name);
  return info !== null && !info.deleted;
}

async function readObjects(store, writer, tell) {
  const info = await store.info(`${writer}-plain`);
  tell("obj-plain", await digest(store, `${writer}-plain`));
  tell("obj-size", info.size);
  tell("obj-description", info.description);
  tell("obj-header", info.headers?.values(info.headers.keys()[0])[0] ?? "");
  tell("obj-empty", (await store.info(`${writer}-empty`)).size);
  tell("obj-twice", await digest(store, `${writer}-twice`));
  const names = (await store.list()).filter((o) => !o.deleted).map((o) => o.name);
  tell("obj-list", names.filter((name) => name.startsWith(`${writer}-`)).sort().join(","));
  tell("obj-gone", !(await isThere(store, `${writer}-gone`)));
  for (const name of ["chunks", "link"]) {
    if (await isThere(store, `${writer}-${name}`)) {
      tell(`obj-${name}`, await digest(store, `${writer}-${name}`));
    }
  }
}

run(async ({ verb, url, words, options }) => {
  const connection = await dial(url, options);
  const kv = await new Kvm(connection).open("X");
  const store = await new Objm(connection).open("O");
  if (verb === "write") {
    await writeKeys(kv);
    await writeObjects(store);
  } else {
    for (const writer of words) {
      const tell = (fact, value) => console.log(`${writer} ${fact} ${value}`);
      await readKeys(kv, writer, tell);
      await readObjects(store, writer, tell);
    }
  }
  await connection.close();
});
