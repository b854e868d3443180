// Writes a .br and a .gz beside each file of the page that gets smaller by it, so that the server
// sends them as they are. Node is there for the styles already, and compresses in native code.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TEXTUAL = new Set([".bin", ".css", ".html", ".ico", ".js", ".json", ".map", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"]);

const folder = process.argv[2];
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !TEXTUAL.has(extname(entry.name))) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const raw = readFileSync(path);
  const brotli = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } });
  const gzip = gzipSync(raw, { level: 9 });
  for (const [ending, packed] of [["br", brotli], ["gz", gzip]]) {
    if (packed.length < raw.length) writeFileSync(`${path}.${ending}`, packed);
  }
  console.log(`${entry.name} ${raw.length} -> ${brotli.length} (br) ${gzip.length} (gz)`);
}
