import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { GreyPage } from './qr.js'

/** Computing that a PDF may cost. On a busy machine the same file takes longer, and is not to blame. */
const PATIENCE_MS = 10_000
/** So many times as long may pass before nobody waits any more. */
const LONGEST = 6
const LOOK_EVERY_MS = 500
/** The same kind of file as this one: source in development, compiled on a server. */
const THREAD = new URL(`./pdf_thread${extname(import.meta.url)}`, import.meta.url)

export interface DrawnPdf {
  pages: number
  drawn: GreyPage[]
}

export interface PdfLimits {
  /** A PDF of more pages is not drawn. */
  most: number
  /** Pages that are drawn, from the first. */
  drawn: number
  dpi: number
  /** Pixels of a drawn page at most; its resolution falls to keep them. */
  pixels: number
}

/** Before its signature a PDF may hold what scanners and servers leave there: a byte-order mark, blanks, line ends. */
const PDF = /^(?:\xef\xbb\xbf)?\s*%PDF-/
const START = 1024

/** Whether a file is a PDF by its first bytes. */
export function isPdf(content: Uint8Array): boolean {
  return PDF.test(Buffer.from(content.subarray(0, START)).toString('latin1'))
}

/** A PDF that takes more computing to draw than any paper needs. */
export class PdfTooSlow extends Error {
  override readonly name = 'PdfTooSlow'
}

/**
 * Draws the first pages of a PDF in grey, on a thread of its own that is ended with all its memory, whatever the file did in it, so that
 * no file holds up the other requests of this process.
 *
 * @throws PdfTooSlow, or pdfium's own error for a file that is broken or locked
 */
export async function drawPdf(content: Buffer, limits: PdfLimits, patience = PATIENCE_MS): Promise<DrawnPdf> {
  const thread = new Worker(THREAD, { workerData: { ...limits, content: new Uint8Array(content) }, execArgv: [] })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<DrawnPdf>((resolve, reject) => {
      const end = performance.now() + patience * LONGEST
      const look = async () => {
        const { user, system } = await thread.cpuUsage()
        if ((user + system) / 1000 < patience && performance.now() < end) return
        reject(new PdfTooSlow('The PDF took too long to draw.'))
      }
      timer = setInterval(() => void look().catch(() => undefined), Math.min(LOOK_EVERY_MS, patience))
      thread.once('message', resolve).once('error', reject)
      thread.once('exit', () => reject(new Error('The thread ended without an answer.')))
    })
  } finally {
    clearInterval(timer)
    await thread.terminate()
  }
}
