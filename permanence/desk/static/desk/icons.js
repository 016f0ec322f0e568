// Icons drawn for this desk: 16 by 16, one stroke, coloured by the text around them. Decoration only: a word always
// stands beside.

const SHAPES = {
  immediate: ["M8 1.8 15 14H1Z", "M8 6.2v3.6", "M8 11.9v.2"],
  high: ["M3.5 8.5 8 4l4.5 4.5", "M3.5 12.5 8 8l4.5 4.5"],
  standard: ["M3 8h10"],
  send: ["M2 8h11", "M9 4l4 4-4 4"],
  clock: ["M8 2a6 6 0 1 0 .01 0", "M8 5v3.2l2.2 1.4"],
  check: ["M3 8.5 6.5 12 13 4.5"],
  read: ["M1 8.5 4.5 12 11 4.5", "M8 11.5 8.5 12 15 4.5"],
  here: ["M8 4.5a3.5 3.5 0 1 0 .01 0Z"],
  dropped: ["M2 2l12 12", "M4.5 9.5a5 5 0 0 1 1.6-1.1", "M1.8 6.6a9 9 0 0 1 2.4-1.7", "M14.2 6.6A9 9 0 0 0 7.5 4.1", "M8 12.6v.2"],
  exit: ["M9 2H3v12h6", "M7 8h7", "M11.5 5.5 14 8l-2.5 2.5"],
  closed: ["M3 3h10v10H3Z", "M6 6l4 4", "M10 6l-4 4"],
  sound: ["M2 6v4h2.5L8 13V3L4.5 6Z", "M10.5 5.5a3.5 3.5 0 0 1 0 5", "M12.5 3.5a6.4 6.4 0 0 1 0 9"],
  silent: ["M2 6v4h2.5L8 13V3L4.5 6Z", "M11 6l4 4", "M15 6l-4 4"],
  bell: ["M3 11.5h10c-1.2-1.3-1.2-2.6-1.2-4.6a3.8 3.8 0 0 0-7.6 0c0 2 0 3.3-1.2 4.6Z", "M6.8 13.8h2.4"],
  people: ["M6 7.5a2.5 2.5 0 1 0-.01 0Z", "M1.5 14c.4-3 2-4.3 4.5-4.3s4.1 1.3 4.5 4.3", "M11 7.3a2.2 2.2 0 0 0 0-4.4", "M12 9.8c1.6.5 2.3 1.9 2.5 4.2"],
  eye: ["M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8Z", "M8 6.2a1.8 1.8 0 1 0 .01 0Z"],
  file: ["M3 1.8h6.5L13 5.3v8.9H3Z", "M5.5 8h5", "M5.5 11h5"],
  photo: ["M2 3h12v10H2Z", "m2.5 11.5 3.5-3.5 2.5 2.5 2-2 3 3", "M10.5 5.8v.1"],
  film: ["M2 4h8v8H2Z", "m10 7.5 4-2.5v6l-4-2.5"],
  voice: ["M8 2a2 2 0 0 0-2 2v3.5a2 2 0 0 0 4 0V4a2 2 0 0 0-2-2Z", "M4 7.5a4 4 0 0 0 8 0", "M8 11.5V14"],
  settings: ["M2 4.5h7", "M13 4.5h1", "M11 2.8a1.7 1.7 0 1 0 .01 0Z", "M2 11.5h1", "M7 11.5h7", "M5 9.8a1.7 1.7 0 1 0 .01 0Z"],
  draft: ["M3 13l.8-3.2L11 2.6 13.4 5 6.2 12.2Z", "M9.5 4.1 11.9 6.5"],
  cross: ["M4 4l8 8", "M12 4l-8 8"],
};

/** An `svg` element, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries(ATTRIBUTES)) svg.setAttribute(key, value);
  for (const shape of SHAPES[name] ?? []) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  svg.dataset.icon = name;
  return svg;
}

const ATTRIBUTES = {
  class: "icon",
  viewBox: "0 0 16 16",
  fill: "none",
  stroke: "currentColor",
  "stroke-width": "1.6",
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
  "aria-hidden": "true",
};
