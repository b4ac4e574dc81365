import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** What reader and writer of zxing each offer to be made ready with. */
type Prepare = (options: { overrides: { wasmBinary: ArrayBuffer }; fireImmediately: true }) => Promise<unknown>

/** Makes a part of zxing ready at its first use, from the file in its package: by itself it would fetch one from the network. */
export function readyFrom(path: string, prepare: Prepare): () => Promise<unknown> {
  let ready: Promise<unknown> | undefined
  return () =>
    (ready ??= readFile(createRequire(import.meta.url).resolve(path)).then((wasm) =>
      prepare({
        overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer },
        fireImmediately: true,
      }),
    ))
}
