// Writes the outlines of countries and of the states of the USA to built/outlines.bin, for the map of a
// lead: small enough to be loaded when somebody looks at it. `npm run outlines` runs it with every build
// of the page; lead_drawer/map/outlines.rs reads the file.
//
// The file, every number a varint of seven bits a byte, signed ones folded (0, -1, 1, -2 …):
//   "SKM1", the length of the notice, the notice
//   land, borders, states: how many lines, then each as its number of points and the steps between them,
//     in hundredths of a degree, east before north, the first from 0/0; land is closed. A line that crosses
//     the date line goes on beyond 180 degrees
//   names of countries, names of states, the largest first: how many, then each as its place, how large
//     it is across, in hundredths of a degree, the length of its name in bytes, its name
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const PER_DEGREE = 100;
const FILE = path.join(import.meta.dirname, 'built/outlines.bin');

/** A topology with its arcs as lists of [east, north] in degrees. */
function read(name) {
  const { arcs, objects, transform } = JSON.parse(readFileSync(require.resolve(name), 'utf8'));
  const [[east, north], [eastwards, northwards]] = [transform.translate, transform.scale];
  const decoded = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return [x * eastwards + east, y * northwards + north];
    });
  });
  return { arcs: decoded, objects };
}

/** The rings of a shape, each as its arcs; an arc that is walked backwards is a negative number. */
function rings(shape) {
  if (shape.type === 'Polygon') return shape.arcs;
  return shape.type === 'MultiPolygon' ? shape.arcs.flat() : [];
}

/** The same line without leaps from one side of the date line to the other. */
function unbroken(points) {
  let turns = 0;
  return points.map(([x, y], at) => {
    const leap = at === 0 ? 0 : x - points[at - 1][0];
    turns -= Math.abs(leap) > 180 ? Math.sign(leap) : 0;
    return [x + 360 * turns, y];
  });
}

/** Rings as points, without the last, which is the first again; around a pole, by way of the pole. */
function outline(topology, ring) {
  const arcs = ring.map((arc) => (arc < 0 ? topology.arcs[~arc].toReversed() : topology.arcs[arc]));
  const open = arcs.flatMap((arc) => arc.slice(0, -1));
  const closed = unbroken([...open, open[0]]);
  const [[west], [east]] = [closed[0], closed.at(-1)];
  if (west === east) return closed.slice(0, -1);
  const pole = Math.sign(closed[0][1]) * 90;
  return [...closed, [east, pole], [west, pole]];
}

/** The arcs that two of these shapes share: borders, and no coasts. */
function borders(topology, shapes) {
  const owners = new Map();
  shapes.forEach((shape, owner) => {
    for (const arc of rings(shape).flat()) {
      const key = arc < 0 ? ~arc : arc;
      owners.set(key, (owners.get(key) ?? new Set()).add(owner));
    }
  });
  const shared = [...owners].filter(([, of]) => of.size > 1);
  return shared.map(([arc]) => unbroken(topology.arcs[arc]));
}

/** How large a ring is across, in degrees of latitude, and its centre. */
function measure(points) {
  let [area, x, y] = [0, 0, 0];
  points.forEach(([x0, y0], at) => {
    const [x1, y1] = points[(at + 1) % points.length];
    const cross = x0 * y1 - x1 * y0;
    [area, x, y] = [area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross];
  });
  const centre = [x / (3 * area), y / (3 * area)];
  const narrow = Math.cos((centre[1] * Math.PI) / 180);
  return { across: Math.sqrt((Math.abs(area) / 2) * narrow), centre };
}

/** Where the names stand: in the middle of the largest piece of each. */
function names(topology, shapes) {
  const named = shapes.map((shape) => {
    const pieces = rings(shape).map((ring) => measure(outline(topology, ring)));
    const largest = pieces.reduce((one, other) => (other.across > one.across ? other : one), { across: 0 });
    return { name: shape.properties.name, ...largest };
  });
  return named.filter(({ across }) => across > 0).sort((one, other) => other.across - one.across);
}

const bytes = [];

function count(number) {
  let rest = number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

function signed(number) {
  count(number < 0 ? -2 * number - 1 : 2 * number);
}

function text(words) {
  const encoded = Buffer.from(words, 'utf8');
  count(encoded.length);
  bytes.push(...encoded);
}

function rounded([east, north]) {
  // What the page refuses, it is not to be sent.
  if (!(Math.abs(east) <= 540 && Math.abs(north) <= 90)) throw new Error(`${east}, ${north} is no place`);
  return [Math.round(east * PER_DEGREE), Math.round(north * PER_DEGREE)];
}

function writeLines(lines, fewest) {
  const whole = lines.map((line) => {
    const points = line.map(rounded);
    return points.filter(([x, y], at) => at === 0 || x !== points[at - 1][0] || y !== points[at - 1][1]);
  });
  const kept = whole.filter((line) => line.length >= fewest);
  count(kept.length);
  for (const line of kept) {
    count(line.length);
    line.forEach(([x, y], at) => {
      const [fromX, fromY] = at === 0 ? [0, 0] : line[at - 1];
      signed(x - fromX);
      signed(y - fromY);
    });
  }
}

function writeNames(all) {
  count(all.length);
  for (const { name, across, centre } of all) {
    rounded(centre).forEach(signed);
    count(Math.round(across * PER_DEGREE));
    text(name);
  }
}

const licence = (name) => readFileSync(path.join(path.dirname(require.resolve(`${name}/package.json`)), 'LICENSE'), 'utf8');
const world = read('world-atlas/countries-50m.json');
const us = read('us-atlas/states-10m.json');
const [countries, states] = [world.objects.countries.geometries, us.objects.states.geometries];
const land = world.objects.land.geometries.flatMap(rings).map((ring) => outline(world, ring));

bytes.push(...Buffer.from('SKM1'));
text(`Natural Earth; U.S. Census Bureau. Both public domain. By way of world-atlas and us-atlas:\n${licence('world-atlas')}`);
writeLines(land, 3);
writeLines(borders(world, countries), 2);
writeLines(borders(us, states), 2);
writeNames(names(world, countries));
writeNames(names(us, states));
mkdirSync(path.dirname(FILE), { recursive: true });
writeFileSync(FILE, Buffer.from(bytes));
