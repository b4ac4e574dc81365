import { MERGED, spoiltCell } from '../spoilt.js'
import type { SpoiltCell } from '../table.js'
import { columnNumber } from './cells.js'
import { refusedWorkbook, type XlsxPackage } from './package.js'
import { attribute, tagsOf } from './xml.js'

interface Range {
  top: number
  bottom: number
  left: number
  right: number
}

const BEGIN = /<(?:\w+:)?mergeCells\b/
const END = /<\/(?:\w+:)?mergeCells>/
const REFERENCE = /^([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})$/
/** What of a piece may be the beginning of the tag that is looked for. */
const KEPT = 40
/** Some 100,000 ranges; a table to be read has a few. Of those of one row each covers cells of its own, as Excel keeps them. */
const MOST_CHARACTERS = 4_000_000

/**
 * Cells of a sheet that are merged into one: only the first holds the value, the others stand empty in the file. The list stands behind
 * the rows, so it is looked for before they are read.
 *
 * @throws DocumentRefused where there are more than a table has, while the list or a row is read
 */
export class MergedCells {
  #next = 0
  #open: Range[] = []

  private constructor(
    private readonly ranges: readonly Range[],
    private readonly width: number,
  ) {}

  /** @param width columns of the table; what is merged beside it is left out */
  static async read(pack: XlsxPackage, part: string, width: number): Promise<MergedCells> {
    let [text, found] = ['', false]
    for await (const piece of pack.pieces(part)) {
      text += piece
      if (!found) {
        const begin = text.search(BEGIN)
        found = begin >= 0
        text = text.slice(found ? begin : -KEPT)
      }
      if (!found) continue
      if (END.test(text)) break
      if (text.length > MOST_CHARACTERS) throw tooManyMerged()
    }
    const ranges = found ? tagsOf(text.split(END)[0]!, 'mergeCell').flatMap((tag) => rangeOf(attribute(tag, 'ref') ?? '')) : []
    const inside = ranges.filter(({ left }) => left < width)
    return new MergedCells(
      inside.sort((a, b) => a.top - b.top),
      width,
    )
  }

  /** Cells of a row that show another cell's value and hold none; rows are asked for in their order. */
  within(row: number): SpoiltCell[] {
    for (; this.#next < this.ranges.length && this.ranges[this.#next]!.top <= row; this.#next++)
      this.#open.push(this.ranges[this.#next]!)
    if (this.#open.length === 0) return []
    this.#open = this.#open.filter(({ bottom }) => bottom >= row)
    if (this.#open.length > this.width) throw tooManyMerged()
    return this.#open.flatMap(({ top, left, right }) => {
      const from = row === top ? left + 1 : left
      const columns = Math.max(0, Math.min(right, this.width - 1) - from + 1)
      return Array.from({ length: columns }, (_, at) => spoiltCell(from + at, MERGED))
    })
  }
}

function rangeOf(reference: string): Range[] {
  const [, left, top, right, bottom] = REFERENCE.exec(reference) ?? []
  if (!left || !right) return []
  return [{ top: Number(top), bottom: Number(bottom), left: columnNumber(left), right: columnNumber(right) }]
}

function tooManyMerged() {
  return refusedWorkbook({
    id: 'Terlalu banyak sel yang digabung pada lembar ini. Pisahkan semuanya (Unmerge Cells), isi setiap baris, lalu unggah kembali.',
    en: 'Too many cells of this sheet are merged. Unmerge all of them, fill in every row, then upload it again.',
  })
}
