// Bundles what runs in the HTML report: the page's script, the simulator that its worker is made of, and what inflates the first.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** All of it, as PageScripts has it, and the paths of the modules in it. */
export async function pageScripts(src) {
  const names = ['page-loader', 'living-page', 'simulator-worker'];
  const [loader, page, simulator] = await Promise.all(names.map((name) => script(src, name)));
  // What would end a script element, or begin a comment in it, stands only in texts and patterns.
  const text = loader.code
    .replace(/<\/(script)/gi, '<\\/$1')
    .replaceAll('<!--', '<\\!--')
    .trim();
  return {
    scripts: {
      loader: text,
      // In a browser without workers the simulator is a script of the page.
      hashes: [text, page.code, simulator.code].map(
        (code) => `sha256-${createHash('sha256').update(code).digest('base64')}`,
      ),
      page: packed(page.code),
      simulator: packed(simulator.code),
    },
    modules: [...loader.modules, ...page.modules, ...simulator.modules],
  };
}

const packed = (code) => inBase85(deflateRawSync(code, { level: 9, memLevel: 9 }));

/** Bytes as text, five characters for four of them: a sixteenth shorter than base64. The page reads it (inflated-text.ts). */
function inBase85(bytes) {
  const missing = (4 - (bytes.length % 4)) % 4;
  const whole = Buffer.concat([bytes, Buffer.alloc(missing)]);
  let text = '';
  for (let at = 0; at < whole.length; at += 4) {
    const word = whole.readUInt32BE(at);
    for (let weight = 85 ** 4; weight >= 1; weight /= 85) {
      const digit = Math.floor(word / weight) % 85;
      // From "#" on, without "<": nothing in it begins or ends an element.
      text += String.fromCharCode(35 + digit + (digit < 25 ? 0 : 1));
    }
  }
  return text.slice(0, text.length - missing);
}

async function script(src, name) {
  const bundle = await rolldown({
    input: join(src, 'page', `${name}.ts`),
    platform: 'browser',
    checks: { bundlerTimings: false },
    onLog(_, log) {
      throw new Error(log.message);
    },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, comments: false });
  await bundle.close();
  return { code: output[0].code, modules: Object.keys(output[0].modules) };
}
