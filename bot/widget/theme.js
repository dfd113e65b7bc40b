// The kommun's colour, moved as far as it takes to be read: no theme can break contrast.
const READABLE = 4.5; // WCAG 2.2, 1.4.3
// --soft of lotsen.css: links stand on it, and what can be read there can be read on --paper.
const SOFT = { light: [240, 244, 244], dark: [38, 45, 47] };

function rgb(hex) {
  const found = /^#([0-9a-f]{6})$/i.exec(hex || "");
  return found ? [0, 2, 4].map((at) => parseInt(found[1].slice(at, at + 2), 16)) : null;
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** `colour` mixed with `towards` until it can be read on `paper`. */
function readable(colour, paper, towards) {
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = colour.map((part, i) => Math.round(part + (towards[i] - part) * share));
    if (contrast(mixed, paper) >= READABLE) return mixed;
  }
  return towards;
}

/** Custom properties for a colour as "#rrggbb", by colour scheme; null for anything else. */
function theme(hex) {
  const colour = rgb(hex);
  if (!colour) return null;
  const [white, black] = [[255, 255, 255], [0, 0, 0]];
  const css = (c) => `rgb(${c.join(" ")})`;
  const light = readable(colour, SOFT.light, black);
  const dark = readable(colour, SOFT.dark, white);
  const on = (c) => css(contrast(c, white) >= contrast(c, black) ? white : black);
  return {
    light: { "--main": css(light), "--on-main": on(light) },
    dark: { "--main": css(dark), "--on-main": on(dark) },
  };
}
