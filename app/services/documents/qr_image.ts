import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { readyFrom } from './zxing_wasm.js'

/** Pixels a square of the code has. */
const SCALE = 4

const prepare = readyFrom('zxing-wasm/writer/zxing_writer.wasm', prepareZXingModule)

/** A text as a QR code for a page: a PNG as `data:` address, so that what it holds is kept nowhere. */
export async function qrImage(text: string): Promise<string> {
  await prepare()
  const { image, error } = await writeBarcode(text, { format: 'QRCode', scale: SCALE })
  if (!image) throw new Error(`The QR code was not made: ${error}`)
  return `data:image/png;base64,${Buffer.from(await image.arrayBuffer()).toString('base64')}`
}
