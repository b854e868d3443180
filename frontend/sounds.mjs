// Writes the sounds of the phone to public/sounds/: small, our own, the same bytes every time.
// Run it with `npm run sounds` after a change here.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const RATE = 8000;
const FOLDER = path.join(import.meta.dirname, 'public/sounds');
// ITU-T Q.23: every key is one low and one high tone.
const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477];
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 's', '0', 'h'];

/** Several tones at once, faded in and out so that they do not click. */
function tone(seconds, frequencies, loudness = 0.22) {
  const length = Math.round(seconds * RATE);
  const fade = Math.round(0.008 * RATE);
  return Array.from({ length }, (_, at) => {
    const edge = Math.min(1, at / fade, (length - 1 - at) / fade);
    const sum = frequencies.reduce((all, hz) => all + Math.sin((2 * Math.PI * hz * at) / RATE), 0);
    return (edge * loudness * sum) / frequencies.length;
  });
}

function silence(seconds) {
  return Array(Math.round(seconds * RATE)).fill(0);
}

/** 16-bit mono PCM in a RIFF file. */
function wav(samples) {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, at) => file.writeInt16LE(Math.round(sample * 32767), 44 + at * 2));
  return file;
}

const sounds = {
  outgoing: [...tone(0.09, [520]), ...tone(0.11, [660])],
  disconnect: [...tone(0.1, [560]), ...tone(0.14, [420])],
  incoming: [...tone(0.18, [587]), ...silence(0.06), ...tone(0.18, [740]), ...silence(0.08)],
};
KEYS.forEach((key, at) => {
  sounds[`dtmf${key}`] = tone(0.12, [LOW[Math.floor(at / 3)], HIGH[at % 3]]);
});

mkdirSync(FOLDER, { recursive: true });
for (const [name, samples] of Object.entries(sounds)) {
  writeFileSync(path.join(FOLDER, `${name}.wav`), wav(samples));
}
