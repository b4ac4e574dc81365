import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'

/** Pixels a square of the code has. */
const SCALE = 4

let prepared: Promise<unknown> | undefined

function prepare(): Promise<unknown> {
  prepared ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')).then((wasm) =>
    prepareZXingModule({
      overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer },
      fireImmediately: true,
    }),
  )
  return prepared
}

/** A text as a QR code for a page: a PNG as `data:` address, so that what it holds is kept nowhere. */
export async function qrImage(text: string): Promise<string> {
  await prepare()
  const { image, error } = await writeBarcode(text, { format: 'QRCode', scale: SCALE })
  if (!image) throw new Error(`The QR code was not made: ${error}`)
  return `data:image/png;base64,${Buffer.from(await image.arrayBuffer()).toString('base64')}`
}
