import { createCodec } from './codec.ts';
import { createDocumentCarrier } from './document-carrier.ts';
import { bound, receiver, runIsolatedWorld, type ProcessFacts } from './isolated-world.ts';
import { runMainWorld } from './main-world.ts';
import { createWorldPort } from './world-port.ts';

/** The compiler wraps functions in it to keep their names. */
const keepName = 'const __name = (value) => value;';

/** Electron's context bridge is for the page itself, not for frames in it. */
const inPageOnly = 'if (window !== window.top) return;';

const portSource = (secret: string, own: string, other: string) =>
  `(${String(createWorldPort)})((${String(createDocumentCarrier)})(${JSON.stringify(secret)}), '${own}', '${other}')`;

/** Script for the page's own world. */
export const mainWorldSource = (secret: string): string =>
  `(() => { ${inPageOnly} ${keepName} (${String(runMainWorld)})(${portSource(secret, 'page', 'preload')}); })()`;

/** Script for the preload's world. `preload`: the text of its file, and where that is. */
export function isolatedWorldSource(
  secret: string,
  facts: ProcessFacts,
  preload: { text: string; place: string },
): string {
  return [
    `(() => { ${inPageOnly} ${keepName}`,
    `(${String(runIsolatedWorld)})(`,
    `${portSource(secret, 'preload', 'page')},`,
    `(${String(createCodec)})(),`,
    `${JSON.stringify({ receiver, bound })}, ${JSON.stringify(facts)},`,
    `function (require, process, exports, module) {`,
    preload.text,
    `}); })()`,
    `//# sourceURL=${preload.place}`,
  ].join('\n');
}
