// SPDX-License-Identifier: Apache-2.0
// A table of which the server sends one page at a time: filter, order and page are asked for there, so that any number of rows can be looked at.

import { ask, count, element, say } from "./shown.js";

const LIMIT = 25;
const TYPING_MILLIS = 250;

export class List {
  /**
   * @param section where it goes
   * @param options path and arguments of the question, a noun for the rows, columns ({name, show, kind}), orders, the key of a row
   */
  constructor(section, options) {
    this.section = section;
    this.options = options;
    this.offset = 0;
    this.generation = 0;
    this.visible = false;
    this.#build();
    new IntersectionObserver((entries) => {
      this.visible = entries.some((entry) => entry.isIntersecting);
      if (this.visible) {
        this.refresh();
      }
    }).observe(section);
  }

  #build() {
    const { noun, orders, columns } = this.options;
    this.filter = element("input", { type: "search", maxlength: "256", spellcheck: "false", autocomplete: "off" });
    this.filter.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.#restart(), TYPING_MILLIS);
    });
    const controls = element("div", { class: "controls" }, element("label", {}, "Find " + noun, this.filter));
    if (orders.length > 1) {
      this.order = element("select", {}, ...orders.map(([word, text]) => element("option", { value: word }, text)));
      this.order.addEventListener("change", () => this.#restart());
      controls.append(element("label", {}, "Order of " + noun, this.order));
    }
    this.before = this.#turn("Previous", -LIMIT);
    this.after = this.#turn("Next", LIMIT);
    this.where = element("p", { role: "status" });
    controls.append(element("div", {}, this.before, " ", this.after), this.where);
    this.body = element("tbody");
    const head = columns.map((column) => element("th", { scope: "col", class: column.kind ?? "" }, column.name));
    this.caption = element("caption", {}, noun[0].toUpperCase() + noun.slice(1));
    const table = element("table", {}, this.caption, element("thead", {}, element("tr", {}, ...head)), this.body);
    const region = { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of " + noun };
    this.section.append(controls, element("div", region, table));
  }

  #turn(text, by) {
    const button = element("button", { type: "button", "aria-label": text + " " + this.options.noun }, text);
    button.addEventListener("click", () => {
      this.offset = Math.max(0, this.offset + by);
      this.refresh();
    });
    button.disabled = true;
    return button;
  }

  #restart() {
    this.offset = 0;
    this.refresh();
  }

  /** Asks again; an answer that comes after a newer question is dropped. */
  async refresh() {
    const mine = ++this.generation;
    const query = new URLSearchParams({ ...this.options.arguments?.(), filter: this.filter.value });
    query.set("sort", this.order?.value ?? "");
    query.set("offset", this.offset);
    query.set("limit", LIMIT);
    try {
      const answer = await ask("dashboard/" + this.options.path + "?" + query);
      if (mine === this.generation) {
        this.#show(answer);
      }
    } catch (problem) {
      if (mine === this.generation) {
        say(this.where, "No answer: " + problem.message);
      }
    }
  }

  #show(answer) {
    if (answer.rows.length === 0 && this.offset > 0) {
      this.#restart();
      return;
    }
    const { key, columns, noun } = this.options;
    answer.rows.forEach((row, index) => {
      let line = this.body.rows[index];
      if (!line || line.dataset.key !== key(row)) {
        const fresh = element("tr", { "data-key": key(row) }, ...columns.map((one) => element("td", { class: one.kind ?? "" })));
        if (line) {
          line.replaceWith(fresh);
        } else {
          this.body.append(fresh);
        }
        line = fresh;
      }
      columns.forEach((column, at) => column.show(row, line.cells[at]));
    });
    while (this.body.rows.length > answer.rows.length) {
      this.body.lastElementChild.remove();
    }
    const last = answer.offset + answer.rows.length;
    const range = answer.rows.length === 0 ? "None" : count(answer.offset + 1) + " to " + count(last);
    say(this.where, `${range} of ${count(answer.found)} ${noun}${answer.cut ? " and more" : ""}`);
    this.before.disabled = answer.offset === 0;
    this.after.disabled = last >= answer.found;
  }
}

/** Columns: text, and numbers with their way to be shown. */
export function text(name, field, kind = "") {
  return { name, kind, show: (row, cell) => say(cell, [row[field]].flat().join(", ")) };
}

export function number(name, field, format = count) {
  return { name, kind: "number", show: (row, cell) => say(cell, format(row[field])) };
}
