import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { workFile } from '#services/work_folder'
import { refusedWorkbook, type XlsxPackage } from './package.js'
import { elements, textOfRuns } from './xml.js'

const itemsIn = elements('si')

const BLOCK = 256 * 1024
/** Blocks of a large table of strings that are held; texts stand in the order of the rows, so that few are asked for again. */
const HELD = 32
const MOST_TEXTS = 40_000_000
/** Longest text Excel keeps in a cell is 32,767 letters; runs and their formats make it longer here. */
const LONGEST = 4 * 1024 ** 2

/** The shared strings of a workbook: on disk, a few blocks of it in memory, so that a sheet of a million names costs no more than a small one. */
export class SharedStrings {
  #ends = new Float64Array(1024)
  #count = 0
  readonly #path = workFile('strings')
  readonly #file = openSync(this.#path, 'wx+', 0o600)
  readonly #blocks = new Map<number, Buffer>()

  /**
   * @param most texts to read; the rest is left, for who wants the heading row alone
   * @throws DocumentRefused `E_XLSX_UNREADABLE`
   */
  static async read(workbook: XlsxPackage, part: string, most = MOST_TEXTS): Promise<SharedStrings> {
    const strings = new SharedStrings()
    try {
      if (most > 0) await strings.#take(workbook.pieces(part), most)
      return strings
    } catch (error) {
      await strings.close()
      throw error
    }
  }

  /** @throws DocumentRefused for a number that the workbook has no text for */
  get(index: number): string {
    if (!(index >= 0 && index < this.#count))
      throw refusedWorkbook({
        id: 'Berkas XLSX rusak: sebuah sel menunjuk teks yang tidak ada. Simpan ulang dari Excel.',
        en: 'The XLSX file is damaged: a cell points to a text that is not there. Save it again from Excel.',
      })
    const start = index === 0 ? 0 : this.#ends[index - 1]!
    return this.#text(start, this.#ends[index]!)
  }

  async close(): Promise<void> {
    closeSync(this.#file)
    await rm(this.#path, { force: true })
  }

  async #take(pieces: AsyncIterable<string>, most: number): Promise<void> {
    let buffer = ''
    let size = 0
    let waiting: string[] = []
    const flush = () => {
      const bytes = Buffer.from(waiting.join(''))
      if (bytes.length > 0) writeSync(this.#file, bytes)
      waiting = []
    }
    for await (const piece of pieces) {
      buffer += piece
      let at = 0
      for (const { inside, end } of itemsIn(buffer)) {
        const text = textOfRuns(inside)
        at = end
        size += Buffer.byteLength(text)
        this.#note(size)
        waiting.push(text)
        if (this.#count >= most) break
      }
      flush()
      if (this.#count >= most) return
      buffer = buffer.slice(at)
      if (buffer.length > LONGEST)
        throw refusedWorkbook({
          id: 'Berkas XLSX berisi teks yang terlalu panjang. Hapus isian yang bukan data, lalu unggah kembali.',
          en: 'The XLSX file holds a text that is too long. Remove what is not data, then upload it again.',
        })
    }
  }

  #note(end: number): void {
    if (this.#count === MOST_TEXTS)
      throw refusedWorkbook({
        id: 'Berkas XLSX berisi terlalu banyak teks. Simpan sebagai CSV.',
        en: 'The XLSX file holds too many texts. Save it as CSV.',
      })
    if (this.#count === this.#ends.length) {
      const longer = new Float64Array(this.#ends.length * 2)
      longer.set(this.#ends)
      this.#ends = longer
    }
    this.#ends[this.#count++] = end
  }

  #text(start: number, end: number): string {
    const first = Math.floor(start / BLOCK)
    if (end <= (first + 1) * BLOCK) return this.#block(first).toString('utf8', start - first * BLOCK, end - first * BLOCK)
    const bytes = Buffer.alloc(end - start)
    readSync(this.#file, bytes, 0, bytes.length, start)
    return bytes.toString()
  }

  #block(number: number): Buffer {
    const held = this.#blocks.get(number)
    if (held) return held
    if (this.#blocks.size >= HELD) this.#blocks.delete(this.#blocks.keys().next().value!)
    const bytes = Buffer.alloc(BLOCK)
    const read = readSync(this.#file, bytes, 0, BLOCK, number * BLOCK)
    const block = bytes.subarray(0, read)
    this.#blocks.set(number, block)
    return block
  }
}
