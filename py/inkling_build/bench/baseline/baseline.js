// @ts-check
// What Inkling's start is measured against: each library loaded the way its own documentation says, from this server.
// Python and the session load side by side, which favours this page: one after the other is slower.

// @ts-expect-error the bench's server maps this to the npm package
import { loadPyodide } from './pyodide/pyodide.mjs';
// @ts-expect-error the bench's server maps this to the npm package
import * as ort from './ort/ort.wasm.bundle.min.mjs';

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = { wasm: new URL('./ort/ort-wasm-simd-threaded.wasm', import.meta.url).href };

async function loadPython() {
  const pyodide = await loadPyodide();
  await pyodide.loadPackage('numpy', { messageCallback: () => {} });
  pyodide.FS.writeFile('/home/pyodide/baseline.py', await (await fetch('./baseline.py')).text());
  return pyodide.pyimport('baseline');
}

const [python, session] = await Promise.all([loadPython(), ort.InferenceSession.create('./inkling.onnx')]);
const image = python.image().toJs();
const { digits } = await session.run({ images: new ort.Tensor('float32', image, [1, 5, 28, 28]) });
const output = /** @type {HTMLOutputElement} */ (document.querySelector('#reading'));
output.textContent = python.read(digits.data);

requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => performance.mark('baseline:first-reading');
  port2.postMessage(null);
});
