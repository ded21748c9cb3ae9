// SPDX-License-Identifier: Apache-2.0
// Listens to a subject and publishes, where the server lets this page do so: as a client, with that client's permissions.

import { ask, bytes, element, say } from "./shown.js";

const PATH = "dashboard/messages";
const SHOWN_MAX = 100;
const POLL_MILLIS = 1000;

const find = (id) => document.getElementById(id);

/** Only this page can send the header: for pages of others the browser would have to ask first, and gets no leave. */
async function request(method, path, body) {
  const answer = await ask(PATH + path, {
    method,
    headers: { "NatsKit-Dashboard": "1" },
    body: body && JSON.stringify(body),
  });
  if (answer.error) {
    throw new Error(answer.error);
  }
  return answer;
}

function login() {
  const form = find("login");
  return form.hidden ? {} : { user: form.user.value, password: form.password.value };
}

function announce(text, problem = false) {
  find("messages-state").classList.toggle("problem", problem);
  say(find("messages-state"), text);
}

class Tail {
  constructor() {
    this.id = null;
    this.after = 0;
  }

  async start(subject) {
    this.id = (await request("POST", "/tail", { subject, ...login() })).id;
    this.after = 0;
    this.seen = 0;
    find("tail-messages").replaceChildren();
    say(find("tail-button"), "Stop");
    announce("Listening to " + subject);
    this.#poll(this.id);
  }

  async stop(why) {
    const id = this.id;
    this.id = null;
    say(find("tail-button"), "Listen");
    announce(why ?? `Stopped after ${this.seen} messages`, Boolean(why));
    await request("DELETE", "/tail?id=" + id).catch(() => {});
  }

  async #poll(id) {
    try {
      const part = await request("GET", `/tail?id=${id}&after=${this.after}`);
      if (id !== this.id) {
        return;
      }
      part.messages.forEach((message) => this.#add(message));
      if (part.more) {
        find("tail-messages").prepend(element("li", { class: "meta" }, "More was published than is shown"));
      }
      if (part.ended) {
        await this.stop(part.ended);
        return;
      }
    } catch (problem) {
      if (id === this.id) {
        await this.stop(problem.message);
      }
      return;
    }
    setTimeout(() => this.#poll(id), POLL_MILLIS);
  }

  #add(message) {
    this.after = message.seq;
    this.seen++;
    const meta = [bytes(message.size), message.text ? "" : "binary", message.reply ? "reply to " + message.reply : ""];
    const item = element(
      "li",
      {},
      element("span", { class: "subject" }, message.subject),
      " ",
      element("span", { class: "meta" }, meta.filter(Boolean).join(", ")),
    );
    if (message.headers) {
      item.append(element("pre", { class: "meta" }, message.headers));
    }
    item.append(element("pre", {}, message.payload));
    const list = find("tail-messages");
    list.prepend(item);
    while (list.children.length > SHOWN_MAX) {
      list.lastElementChild.remove();
    }
  }
}

export async function messages() {
  const { mode } = await ask(PATH);
  find("messages-off").hidden = mode !== "off";
  find("messages-on").hidden = mode === "off";
  find("login").hidden = mode !== "login";
  if (mode === "off") {
    return;
  }
  const tail = new Tail();
  find("login").addEventListener("submit", (event) => event.preventDefault());
  find("tail").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await (tail.id ? tail.stop() : tail.start(find("tail").subject.value));
    } catch (problem) {
      announce(problem.message, true);
    }
  });
  find("publish").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = find("publish");
    try {
      const done = await request("POST", "/publish", {
        subject: form.subject.value,
        payload: form.payload.value,
        ...login(),
      });
      announce(`Published ${bytes(done.bytes)} on ${done.published}`);
    } catch (problem) {
      announce(problem.message, true);
    }
  });
}
