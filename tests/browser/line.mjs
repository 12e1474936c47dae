// Uses Python for nothing but to read a line that bends: trim_python.mjs then leaves out what digits need.
export default function line(python) {
  const reader = python.pyimport('inkling.web').PageReader();
  let said = reader.begin(Float64Array.of(0, 0, 60, 4), Int32Array.of(0));
  while (typeof said !== 'string') {
    const count = said.length / (5 * 28 * 28);
    said = reader.go_on(new Float32Array(10 * count), new Float32Array(3 * count));
  }
  return said;
}
