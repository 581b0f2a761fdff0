// Bundles what runs in the HTML report: the page's script, and the simulator that its worker is made of.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** Both, as PageScripts has them, and the paths of the modules in them. */
export async function pageScripts(src) {
  const [page, simulator] = await Promise.all(['living-page', 'simulator-worker'].map((name) => script(src, name)));
  // What would end a script element, or begin a comment in it, stands only in texts and patterns.
  const text = page.code
    .replace(/<\/(script)/gi, '<\\/$1')
    .replaceAll('<!--', '<\\!--')
    .trim();
  return {
    scripts: {
      page: text,
      pageHash: `sha256-${createHash('sha256').update(text).digest('base64')}`,
      simulator: deflateRawSync(simulator.code, { level: 9 }).toString('base64'),
    },
    modules: [...page.modules, ...simulator.modules],
  };
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
