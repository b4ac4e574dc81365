import yauzl, { type Entry, type ZipFile } from 'yauzl'
import type { Text } from '#verification/instrument'
import { DocumentRefused } from '../errors.js'
import { WithoutComments } from './xml.js'

const XLSX_LIMITS = Object.freeze({
  /** Parts of a workbook. */
  parts: 2_000,
  /** Unpacked bytes of a sheet or of the shared strings. */
  partBytes: 4 * 1024 ** 3,
  /** Unpacked bytes of the parts that are read as a whole (list of sheets, formats). */
  wholeBytes: 16 * 1024 ** 2,
  /** How often larger than packed a part may be, once it is larger than `ratioFreeBytes`. */
  ratio: 200,
  ratioFreeBytes: 16 * 1024 ** 2,
})

/** Bytes that are handed on at once: whoever reads looks through all of them for the end of a row. */
const PIECE = 256 * 1024

const LOCKED: Text = {
  id: 'Berkas XLSX terkunci kata sandi. Simpan ulang tanpa kata sandi.',
  en: 'The XLSX file is locked by a password. Save it again without one.',
}
const DAMAGED: Text = {
  id: 'Berkas XLSX rusak atau belum terkirim utuh. Unggah ulang, atau simpan ulang dari Excel.',
  en: 'The XLSX file is damaged or did not arrive whole. Upload it again, or save it again from Excel.',
}

export function refusedWorkbook(reason: Text, cause?: unknown): DocumentRefused {
  return new DocumentRefused('E_XLSX_UNREADABLE', reason, { cause })
}

/** The parts of an XLSX workbook on disk, unpacked piece by piece; sizes are counted and never believed. */
export class XlsxPackage {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws DocumentRefused `E_XLSX_UNREADABLE` */
  static async open(path: string): Promise<XlsxPackage> {
    const zip = await yauzl.openPromise(path, { autoClose: false, strictFileNames: false }).catch((error: unknown) => {
      throw refusedWorkbook(DAMAGED, error)
    })
    try {
      if (zip.entryCount > XLSX_LIMITS.parts) {
        throw refusedWorkbook({
          id: `Berkas berisi ${zip.entryCount} bagian; sebuah buku kerja tidak lebih dari ${XLSX_LIMITS.parts}.`,
          en: `The file has ${zip.entryCount} parts; a workbook has no more than ${XLSX_LIMITS.parts}.`,
        })
      }
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw refusedWorkbook(LOCKED)
        entries.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry)
      }
      return new XlsxPackage(zip, entries)
    } catch (error) {
      zip.close()
      throw error instanceof DocumentRefused ? error : refusedWorkbook(DAMAGED, error)
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase())
  }

  /** A small part as one text; empty where the workbook has none. */
  async whole(name: string): Promise<string> {
    let text = ''
    for await (const piece of this.pieces(name, XLSX_LIMITS.wholeBytes)) text += piece
    return text
  }

  /** Text of a part, piece by piece. */
  async *pieces(name: string, most: number = XLSX_LIMITS.partBytes): AsyncGenerator<string, void> {
    const entry = this.entries.get(name.toLowerCase())
    if (!entry) return
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const comments = new WithoutComments()
    let bytes = 0
    let some: Buffer[] = []
    let gathered = 0
    try {
      const stream = await this.zip.openReadStreamPromise(entry)
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > most) {
          throw refusedWorkbook({
            id: 'Isi berkas XLSX terlalu besar. Simpan sebagai CSV, lalu unggah kembali.',
            en: 'The content of the XLSX file is too large. Save it as CSV, then upload it again.',
          })
        }
        if (bytes > XLSX_LIMITS.ratioFreeBytes && bytes > XLSX_LIMITS.ratio * entry.compressedSize) {
          throw refusedWorkbook({
            id: 'Isi berkas XLSX jauh lebih besar dari ukurannya, sehingga tidak dibaca. Simpan ulang dari Excel.',
            en: 'The content of the XLSX file is far larger than its size, so it is not read. Save it again from Excel.',
          })
        }
        some.push(chunk)
        gathered += chunk.length
        if (gathered < PIECE) continue
        yield comments.take(decoder.decode(Buffer.concat(some), { stream: true }))
        some = []
        gathered = 0
      }
      yield comments.take(decoder.decode(Buffer.concat(some)))
    } catch (error) {
      throw error instanceof DocumentRefused
        ? error
        : refusedWorkbook(
            {
              id: 'Berkas XLSX rusak: isinya tidak dapat dibuka. Simpan ulang dari Excel.',
              en: 'The XLSX file is damaged: its content cannot be opened. Save it again from Excel.',
            },
            error,
          )
    }
  }

  close(): void {
    this.zip.close()
  }
}
