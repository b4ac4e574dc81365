import type { Sharp } from 'sharp'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { loadSharp } from './lazy_sharp.js'
import { readyFrom } from './zxing_wasm.js'

const prepare = readyFrom('zxing-wasm/reader/zxing_reader.wasm', prepareZXingModule)

/** One page in grey, one byte a pixel. */
export interface GreyPage {
  data: Uint8Array
  width: number
  height: number
}

const QUICK: readonly Attempt[] = [(page) => page]
/** What helps against noise, grey paper, faint print and few pixels. */
const THOROUGH: readonly Attempt[] = [
  (page, { width }) =>
    width < SMALL ? page.resize({ width: 2 * width, kernel: 'cubic' }).normalise() : page.normalise().blur(0.8),
  (page) => page.normalise().median(3).threshold(140),
]
const SMALL = 1000

type Attempt = (page: Sharp, grey: GreyPage) => Sharp

/** Milliseconds after which no further attempt begins. */
const PATIENCE = 6000

/** A QR code has 21 squares a side at least; a strip that is narrower shows none, and cannot be cleaned either. */
const NARROWEST = 21

/**
 * Texts of all QR codes that satisfy `wanted`, each once: first a quick look at every page, then, where that saw none, a thorough one.
 * Runs on this machine, with the program of the npm package.
 */
export async function readQr(pages: readonly GreyPage[], wanted: (text: string) => boolean): Promise<string[]> {
  await prepare()
  const started = performance.now()
  const legible = pages.filter(({ width, height }) => Math.min(width, height) >= NARROWEST)
  for (const attempts of [QUICK, THOROUGH]) {
    const found = new Set<string>()
    for (const page of legible) {
      for (const attempt of attempts) {
        if (performance.now() - started > PATIENCE) return [...found]
        for (const text of await texts(attempt(await picture(page), page))) if (wanted(text)) found.add(text)
      }
    }
    if (found.size > 0) return [...found]
  }
  return []
}

async function picture({ data, width, height }: GreyPage): Promise<Sharp> {
  const sharp = await loadSharp()
  return sharp(data, { raw: { width, height, channels: 1 } })
}

async function texts(page: Sharp): Promise<string[]> {
  const { data, info } = await page.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const pixels = { data: new Uint8ClampedArray(data), width: info.width, height: info.height, colorSpace: 'srgb' as const }
  const results = await readBarcodes(pixels, { formats: ['QRCode'], tryHarder: true, tryInvert: false, maxNumberOfSymbols: 8 })
  return results.map(({ text }) => text)
}
