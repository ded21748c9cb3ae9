// SPDX-License-Identifier: Apache-2.0
// How values are shown, and how the server is asked. Names come from clients and are hostile: they only ever become text.

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

export function count(value) {
  return whole.format(value);
}

export function bytes(value) {
  let unit = 0;
  let shown = value;
  while (shown >= 1024 && unit < UNITS.length - 1) {
    shown /= 1024;
    unit++;
  }
  return short.format(shown) + " " + UNITS[unit];
}

export function percent(value) {
  return short.format(value) + " %";
}

export function clockTime(text) {
  return new Date(text).toLocaleTimeString("en-GB");
}

/** An element with attributes and children; strings become text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Changes a text only if it differs, so that a screen reader and a selection are left alone. */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** What the server says; throws with its words where it refuses. */
export async function ask(path, options = {}) {
  const answer = await fetch(path, { cache: "no-store", ...options });
  if (!answer.ok) {
    throw new Error((await answer.text()) || "status " + answer.status);
  }
  return answer.json();
}
