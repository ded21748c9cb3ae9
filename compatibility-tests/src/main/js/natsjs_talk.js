// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * nats.js in conversation with the judge, who comes in by another door: talk URL [ca=FILE] [deflate=true] [socket=own]. The judge answers
 * requests to judge.echo with what they are, and does what it is asked for by judge.burst, judge.ask and judge.share. Prints what it saw.
 */

"use strict";

const { all, dial, nats, run } = require("./natsjs.js");

/** Around the lengths where frames of WebSocket change their form, up to the largest payload. */
const SIZES = [0, 1, 100, 125, 126, 65_000, 65_535, 65_536, 200_000, 1_048_000];
const PATIENT = { timeout: 20_000 };

/** What no compression makes small: a message of a length, which tells itself from others. */
function content(size) {
  let state = size + 1;
  return Uint8Array.from({ length: size }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

function isSound(message) {
  const size = Number(message.headers?.get("Size"));
  return Buffer.compare(message.data, content(size)) === 0;
}

async function sizes(connection) {
  for (const size of SIZES) {
    const headers = nats.headers();
    headers.set("Size", String(size));
    headers.append("Word", "one");
    headers.append("Word", "two");
    const echo = await connection.request("judge.echo", content(size), { ...PATIENT, headers });
    const words = echo.headers.values("Word").join("+");
    console.log(`echo ${size} ${isSound(echo)} ${words}`);
  }
}

async function burst(connection) {
  const subscription = connection.subscribe("burst.*", { max: 1_000 });
  const end = connection.request("judge.burst", "burst", PATIENT);
  const texts = (await all(subscription)).map((message) => message.string());
  await end;
  console.log(`burst ${texts.length} in order ${texts.every((text, i) => text === String(i))}`);
}

async function requests(connection) {
  const asked = Array.from({ length: 100 }, (_, i) => connection.request("judge.echo", `q${i}`, PATIENT));
  const answers = (await Promise.all(asked)).map((answer) => answer.string());
  console.log(`answered ${answers.filter((answer, i) => answer === `q${i}`).length}`);
  const refused = await connection.request("nobody.here", "", PATIENT).catch((error) => error);
  console.log(`nobody ${refused instanceof nats.RequestError && refused.isNoResponders()}`);
}

async function answers(connection) {
  connection.subscribe("answers", { max: 1, callback: (_, message) => message.respond(`heard ${message.string()}`) });
  console.log(`asked ${(await connection.request("judge.ask", "answers", PATIENT)).string()}`);
}

async function queues(connection) {
  let mine = 0;
  const take = { queue: "g", callback: () => mine++ };
  const members = [connection.subscribe("share", take), connection.subscribe("share", take)];
  const theirs = Number((await connection.request("judge.share", "share", PATIENT)).string()); // behind all of mine
  console.log(`shared ${mine + theirs} both ${mine > 0 && theirs > 0}`);
  members.forEach((member) => member.unsubscribe());
}

run(async ({ url, options }) => {
  const connection = await dial(url, options);
  console.log(`headers ${connection.info.headers}`);
  await sizes(connection);
  await burst(connection);
  await requests(connection);
  await answers(connection);
  await queues(connection);
  await connection.drain();
  console.log("drained");
});
