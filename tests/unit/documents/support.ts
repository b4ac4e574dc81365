import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import { buffer } from 'node:stream/consumers'
import { fromBuffer } from 'yauzl'

/** Entries of a ZIP in their order, unpacked. */
export async function unzip(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const zip = await new Promise<import('yauzl').ZipFile>((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, file) => (error ? reject(error) : resolve(file)))
  })
  const entries = new Map<string, Buffer>()
  return new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error)
        buffer(stream).then((content) => {
          entries.set(entry.fileName, content)
          zip.readEntry()
        }, reject)
      })
    })
    zip.readEntry()
  })
}

/** Text of each page of a PDF, as another program reads it, with runs of blanks as one. */
export async function pageTexts(content: Uint8Array): Promise<string[]> {
  return (await pageLines(content)).map((lines) => lines.join(' ').replace(/\s+/g, ' '))
}

/** Lines of each page as they stand. */
export async function pageLines(content: Uint8Array): Promise<string[][]> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(content)
  const lines = [...document.pages()].map((page) => page.getText().split(/\r?\n/))
  document.destroy()
  library.destroy()
  return lines
}

/** Grey picture of one page at a resolution, PNG. */
export async function pagePicture(content: Uint8Array, dpi: number, page = 0): Promise<Buffer> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(content)
  const { data, width, height } = await document.getPage(page).render({ scale: dpi / 72, render: 'bitmap', colorSpace: 'Gray' })
  document.destroy()
  library.destroy()
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer()
}
