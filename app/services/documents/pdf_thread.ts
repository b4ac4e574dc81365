import { parentPort, workerData } from 'node:worker_threads'
import { PDFiumLibrary, type PDFiumDocument } from '@hyzyla/pdfium'

/** Draws the first pages of a PDF in grey. It runs on a thread of its own and imports no module of ours, so that it starts by itself. */
interface Order {
  content: Uint8Array
  /** More pages than this are not drawn at all. */
  most: number
  drawn: number
  /** Dots an inch, and the pixels a page may have at most. */
  dpi: number
  pixels: number
}

interface Page {
  data: Uint8Array
  width: number
  height: number
}

async function drawPages(document: PDFiumDocument, count: number, { dpi, pixels }: Order): Promise<Page[]> {
  const drawn: Page[] = []
  for (let index = 0; index < count; index++) {
    const page = document.getPage(index)
    const { originalWidth, originalHeight } = page.getOriginalSize()
    const scale = Math.min(dpi / 72, Math.sqrt(pixels / (originalWidth * originalHeight)))
    if (Math.min(originalWidth, originalHeight) * scale < 1) continue
    const { data, width, height } = await page.render({ scale, render: 'bitmap', colorSpace: 'Gray' })
    drawn.push({ data, width, height })
  }
  return drawn
}

const order = workerData as Order
const library = await PDFiumLibrary.init()
const document = await library.loadDocument(order.content)
const pages = document.getPageCount()
parentPort!.postMessage({
  pages,
  drawn: pages > order.most ? [] : await drawPages(document, Math.min(pages, order.drawn), order),
})
