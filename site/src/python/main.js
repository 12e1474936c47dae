// @ts-check
// Python's worker: starts Python from the files it is handed, then answers readings.

import { hasTrapped, lastLine, toFailure } from '../protocol.js';
import { boot } from './boot.js';
import { giveFilesBack, isWhole, receive, refuse } from './files.js';
import { answered, connect, nowRunning, runNetwork } from './network.js';
import { Readings } from './readings.js';

/** @typedef {import('../protocol.js').FromModelToPython} FromModelToPython */
/** @typedef {import('../protocol.js').FromPython} FromPython */
/** @typedef {import('../protocol.js').ToPython} ToPython */

const BOOT_HINT = 'Retry starts it again; if that does not help, reload the page.';

/** @param {FromPython} message */
const say = (message) => self.postMessage(message);

/** Whether the small program lacks what Python came to. @param {unknown} error */
const lacks = (error) => !isWhole() && hasTrapped(error);

const readings = new Readings(say, runNetwork, (error) => {
  say(lacks(error) ? { type: 'need-whole' } : { type: 'broken', how: lastLine(error) });
});

self.onmessage = (/** @type {MessageEvent<ToPython>} */ { data }) => {
  if (data.type === 'read') {
    readings.ask(data);
  } else if (data.type === 'look') {
    readings.look(data);
  } else if (data.type === 'keep') {
    giveFilesBack().then((files) => say({ type: 'kept', files }));
  } else {
    data.port.onmessage = (/** @type {MessageEvent<FromModelToPython>} */ event) => hearModel(event.data);
    connect(data.port);
  }
};

/** @param {FromModelToPython} message */
function hearModel(message) {
  if (message.type === 'file') receive(message.name, message.bytes);
  else if (message.type === 'no-file') refuse(message.name, message.error);
  else if (message.type === 'running') nowRunning();
  else answered(message);
}

async function main() {
  const { reader, kind } = await boot({
    onStep: (words) => say({ type: 'step', words }),
    need: (names) => say({ type: 'need', names }),
  });
  await readings.warmUp(reader);
  say({ type: 'ready', boot: kind });
  await readings.begin(reader);
}

main().catch((error) => {
  if (lacks(error)) say({ type: 'need-whole' });
  else say({ type: 'failed', error: toFailure(error, 'python-failed', 'Python could not be started', BOOT_HINT) });
});
