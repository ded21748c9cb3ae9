// SPDX-License-Identifier: Apache-2.0
// Two lines over the last two minutes. The numbers beside it say the same in words.

import { element, say } from "./shown.js";

const SAMPLES = 120;
const WIDTH = 600;
const HEIGHT = 100;
const SVG = "http://www.w3.org/2000/svg";

export class Plot {
  constructor(figure, format) {
    this.format = format;
    this.samples = [];
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    this.lines = ["in", "out"].map((kind) => {
      const line = document.createElementNS(SVG, "polyline");
      line.setAttribute("class", kind);
      svg.append(line);
      return line;
    });
    this.texts = ["in", "out", "peak"].map((kind) => element("span", { class: kind }));
    figure.append(svg, element("p", { class: "legend" }, ...this.texts));
  }

  add(incoming, outgoing) {
    this.samples.push([incoming, outgoing]);
    if (this.samples.length > SAMPLES) {
      this.samples.shift();
    }
    const peak = Math.max(1, ...this.samples.flat());
    this.lines.forEach((line, index) => {
      const points = this.samples.map((sample, at) => {
        const x = WIDTH - ((this.samples.length - 1 - at) * WIDTH) / (SAMPLES - 1);
        return x.toFixed(1) + "," + (HEIGHT - 2 - (sample[index] / peak) * (HEIGHT - 6)).toFixed(1);
      });
      line.setAttribute("points", points.join(" "));
    });
    say(this.texts[0], "in " + this.format(incoming) + "/s");
    say(this.texts[1], "out " + this.format(outgoing) + "/s");
    say(this.texts[2], "peak " + this.format(Math.max(...this.samples.flat())) + "/s");
  }
}
