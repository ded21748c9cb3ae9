// SPDX-License-Identifier: Apache-2.0
// Asks /varz and /jsz once a second, and shows what they say. Asks less often where answers take long, and not at all while nobody looks.

import { ask, bytes, clockTime, count, element, percent, say } from "./shown.js";
import { Plot } from "./plot.js";
import { List, number, text } from "./lists.js";
import { messages } from "./live.js";

const PERIOD_MILLIS = 1000;
const LISTS_EVERY = 5;
const PATIENCE_FACTOR = 10;

const find = (id) => document.getElementById(id);

/** What is shown of the moment: its name, the page and field that it is read from, and how it is written. */
const NUMBERS = [
  ["Connections", "varz", "connections", count],
  ["Connections ever", "varz", "total_connections", count],
  ["Subscriptions", "varz", "subscriptions", count],
  ["Slow consumers", "varz", "slow_consumers", count],
  ["Stale connections", "varz", "stale_connections", count],
  ["Messages in", "varz", "in_msgs", count],
  ["Messages out", "varz", "out_msgs", count],
  ["Bytes in", "varz", "in_bytes", bytes],
  ["Bytes out", "varz", "out_bytes", bytes],
  ["Streams", "jsz", "streams", count],
  ["Consumers", "jsz", "consumers", count],
  ["Stored messages", "jsz", "messages", count],
  ["Stored bytes", "jsz", "bytes", bytes],
  ["Memory", "varz", "mem", bytes],
  ["Processor", "varz", "cpu", percent],
];

const cells = NUMBERS.map(([name, page, field]) => {
  const cell = element("dd", { "data-page": page, "data-field": field }, "–");
  find("numbers").append(element("div", {}, element("dt", {}, name), cell));
  return cell;
});
const messageRate = new Plot(find("message-rate"), count);
const byteRate = new Plot(find("byte-rate"), bytes);

function showNumbers(pages) {
  NUMBERS.forEach(([, page, field, format], index) => {
    const value = pages[page][field] ?? 0;
    say(cells[index], format(value));
    cells[index].dataset.value = value;
  });
  const { varz, jsz } = pages;
  say(find("server-name"), varz.server_name);
  document.title = "NatsKit " + varz.server_name;
  const store = jsz.disabled ? "without JetStream" : "with JetStream";
  say(find("server-facts"), `NATS ${varz.version}, up ${varz.uptime}, ${varz.cores} cores, ${store}`);
}

let before = null;

function showRates(varz) {
  if (before) {
    const seconds = (new Date(varz.now) - new Date(before.now)) / 1000;
    const rate = (field) => (seconds > 0 ? Math.max(0, (varz[field] - before[field]) / seconds) : 0);
    if (before.server_id === varz.server_id) {
      messageRate.add(rate("in_msgs"), rate("out_msgs"));
      byteRate.add(rate("in_bytes"), rate("out_bytes"));
    }
  }
  before = varz;
}

const bad = (value, cell) => cell.classList.toggle("bad", value > 0);
let opened = null;
const consumers = new List(find("consumers"), {
  path: "consumers",
  noun: "consumers",
  arguments: () => opened ?? {},
  key: (row) => row.name,
  orders: [["name", "Name"], ["lag", "Most lag"]],
  columns: [
    text("Name", "name", "name"),
    text("Kind", "kind"),
    number("Lag", "lag"),
    number("Unacknowledged", "ack_pending"),
    number("Redelivered", "redelivered"),
    number("Waiting pulls", "waiting"),
    number("Delivered", "delivered_seq"),
    number("Ack floor", "ack_floor_seq"),
  ],
});

function open(row) {
  opened = { account: row.account, stream: row.name };
  say(find("consumers-title"), `Consumers of ${row.name} (${row.account})`);
  find("consumers").hidden = false;
  consumers.offset = 0;
  consumers.refresh();
  find("consumers-title").focus();
}

function consumersButton(row, cell) {
  if (!cell.firstElementChild) {
    const button = element("button", { type: "button" });
    button.addEventListener("click", () => open(JSON.parse(cell.dataset.row)));
    cell.append(button);
  }
  cell.dataset.row = JSON.stringify({ account: row.account, name: row.name });
  say(cell.firstElementChild, count(row.consumers));
  cell.firstElementChild.setAttribute("aria-label", `${count(row.consumers)} consumers of ${row.name}`);
}

find("consumers-close").addEventListener("click", () => {
  find("consumers").hidden = true;
  const rows = [...find("streams").querySelectorAll("tbody td[data-row]")];
  const origin = rows.find((cell) => cell.dataset.row === JSON.stringify({ account: opened.account, name: opened.stream }));
  (origin?.firstElementChild ?? find("streams-title")).focus();
  opened = null;
});

const lists = [
  new List(find("streams"), {
    path: "streams",
    noun: "streams",
    key: (row) => row.account + " " + row.name,
    orders: [["name", "Name"], ["messages", "Most messages"], ["bytes", "Most bytes"], ["consumers", "Most consumers"], ["lag", "Most lag"]],
    columns: [
      text("Name", "name", "name"),
      text("Account", "account"),
      text("Subjects", "subjects", "name"),
      text("Storage", "storage"),
      number("Messages", "messages"),
      number("Bytes", "bytes", bytes),
      { name: "Consumers", kind: "number", show: consumersButton },
      number("Lag", "lag"),
      number("Unacknowledged", "ack_pending"),
    ],
  }),
  new List(find("connections"), {
    path: "connections",
    noun: "connections",
    key: (row) => String(row.cid),
    orders: [["cid", "Oldest"], ["pending", "Most pending"], ["msgs_from", "Most messages in"], ["msgs_to", "Most messages out"], ["subs", "Most subscriptions"], ["idle", "Longest idle"]],
    columns: [
      number("Id", "cid"),
      text("Name", "name", "name"),
      text("Account", "account"),
      text("User", "user", "name"),
      text("Client", "client"),
      text("Type", "type"),
      text("Address", "address"),
      number("Subscriptions", "subscriptions"),
      { name: "Pending", kind: "number", show: (row, cell) => { say(cell, bytes(row.pending_bytes)); bad(row.pending_bytes, cell); } },
      number("In", "in_msgs"),
      number("Out", "out_msgs"),
      text("Round trip", "rtt"),
      text("Up", "uptime"),
    ],
  }),
  new List(find("subjects"), {
    path: "subjects",
    noun: "subjects",
    key: (row) => row.account + " " + row.subject,
    orders: [["name", "Name"], ["subscriptions", "Most subscriptions"], ["messages", "Most messages"]],
    columns: [
      text("Subject", "subject", "name"),
      text("Account", "account"),
      number("Subscriptions", "subscriptions"),
      text("Queue groups", "queues", "name"),
      number("Messages", "messages"),
    ],
  }),
  new List(find("accounts"), {
    path: "accounts",
    noun: "accounts",
    key: (row) => row.name,
    orders: [["name", "Name"]],
    columns: [
      text("Name", "name", "name"),
      number("Connections", "connections"),
      number("Subscriptions", "subscriptions"),
      number("Messages in", "in_msgs"),
      number("Bytes in", "in_bytes", bytes),
      number("Messages out", "out_msgs"),
      number("Bytes out", "out_bytes", bytes),
      { name: "Slow consumers", kind: "number", show: (row, cell) => { say(cell, count(row.slow_consumers)); bad(row.slow_consumers, cell); } },
    ],
  }),
  new List(find("troubles"), {
    path: "troubles",
    noun: "troubles",
    key: (row) => row.at + row.text,
    orders: [["", "Newest"]],
    columns: [
      { name: "At", kind: "", show: (row, cell) => say(cell, clockTime(row.at)) },
      text("Kind", "kind"),
      text("What", "text", "name"),
    ],
  }),
];

let paused = false;
let turns = 0;

async function turn() {
  const began = performance.now();
  if (!paused && !document.hidden) {
    try {
      const [varz, jsz] = await Promise.all([ask("varz"), ask("jsz")]);
      showNumbers({ varz, jsz });
      showRates(varz);
      say(find("state"), "");
      if (turns++ % LISTS_EVERY === 0) {
        [...lists, consumers].filter((list) => list.visible && !list.section.hidden).forEach((list) => list.refresh());
      }
    } catch (problem) {
      say(find("state"), "No answer from the server");
      before = null;
    }
  }
  const took = performance.now() - began;
  setTimeout(turn, Math.max(PERIOD_MILLIS - took, took * (PATIENCE_FACTOR - 1)));
}

find("pause").addEventListener("click", (event) => {
  paused = !paused;
  before = null;
  event.currentTarget.setAttribute("aria-pressed", String(paused));
  say(find("state"), paused ? "Paused" : "");
});

messages().catch(() => {});
turn();
