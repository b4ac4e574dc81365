import { DomainError } from '#domain/domain_error'
import { cleanKey } from '#domain/identifier'
import { nameKey } from '#domain/name_key'
import { maskSecret, toldCell } from '#domain/mask'
import { excerpt, plainCell } from '#domain/plain_cell'
import { CellKind, type DataRow } from '#services/documents/table'
import type { Instrument, Text, Variable } from '../instrument.js'
import { secretKind } from '../review/record_words.js'
import { cellReader, copyText, translationsOf, typedCellReader, Unreadable, type CellReader } from './cells.js'
import type { Layout } from './layout.js'
import { rowFaults } from './row_faults.js'
import type { Fault, StageOptions } from './staging.js'
import { type Village, VillageRefused } from './villages.js'

/** Key a register row may have: it travels in `.siks` files and addresses. */
const KEY = /^[A-Za-z0-9._:-]{1,64}$/
const SHOWN = 80
const NO_KEY: Text = { id: 'Kolom kunci kosong.', en: 'The column of the key is empty.' }
const NO_NUMBER: Text = {
  id: 'Kolom kunci kosong. Nomornya diberikan pusat: usulan baru suatu hasil masuk lewat "Edisi dari hasil yang diterima".',
  en: 'The column of the key is empty. The centre gives the number: new proposals of a result come in by "Edition from accepted results".',
}
const NOT_A_KEY: Text = {
  id: 'Kunci hanya boleh berisi huruf, angka, dan tanda . _ : - (paling banyak 64).',
  en: 'A key may hold only letters, digits and the signs . _ : - (at most 64).',
}
const DATED_KEY: Text = {
  id: 'Kunci berisi tanggal. Jadikan kolomnya teks dan ketik ulang.',
  en: 'The key holds a date. Make the column text and type it again.',
}
const NO_VILLAGE: Text = { id: 'Kode desa/kelurahan tidak diisi.', en: 'The code of the village is empty.' }
/** How a code that is not given is written. */
const NO_CODE = /^[-\u2010-\u2015]?$/

interface ColumnReader {
  /** Column of the file; -1 where it has none. */
  index: number
  read: CellReader
  /** For a cell that a spreadsheet calls a number or a date. */
  readTyped: (cell: string, kind: number) => string | null | Unreadable
  /** The village itself, or a part of its BPS code (else -1), which come from the place and not from the cell. */
  village: boolean
  part: number
  text: boolean
}

/** One field of COPY text behind the one before it. */
function field(value: string | null | undefined): string {
  return value === null || value === undefined ? '\t\\N' : `\t${value}`
}

const readNumberCell = cellReader({ type: 'int' }, '')

function readKey(cell: string | number, empty: Text): string | Unreadable {
  try {
    const key = cleanKey(cell)
    if (key === null) return new Unreadable(empty)
    return KEY.test(key) ? key : new Unreadable(NOT_A_KEY)
  } catch (error) {
    if (error instanceof DomainError) return new Unreadable(error.text)
    throw error
  }
}

/** Reads the rows of one file into lines of COPY text. */
export class RowReader {
  readonly #isRoot: boolean
  readonly #readers: ColumnReader[]
  readonly #nameIndex: number
  /** What a refused cell of a column is told as, where the column holds secrets. */
  readonly #masks = new Map<number, (cell: string) => string>()
  #faults: Fault[] = []
  #kinds: Uint8Array | undefined

  constructor(
    private readonly instrument: Instrument,
    private readonly layout: Layout,
    private readonly headers: readonly string[],
    private readonly options: StageOptions,
  ) {
    const { summary, root } = instrument
    this.#isRoot = layout.group === root
    const translations = translationsOf(options.variant, layout.group.name)
    const parts: readonly string[] = this.#isRoot ? (summary.placeParts ?? []) : []
    const readerFor = (variable: Variable): CellReader => {
      const read = cellReader(variable, options.today, translations[variable.name])
      return variable.registerKey ? (cell) => read(plainCell(cell)) : read
    }
    this.#readers = layout.variables.map(({ variable, index }) => ({
      index,
      read: readerFor(variable),
      readTyped: typedCellReader(variable, options.today, translations[variable.name]),
      village: this.#isRoot && variable.name === summary.village,
      part: parts.indexOf(variable.name),
      text: variable.type === 'text',
    }))
    for (const { variable, index } of layout.variables) {
      const kind = secretKind(variable)
      if (kind === 'name' || kind === 'card') this.#masks.set(index, (cell) => maskSecret(kind, cell))
    }
    const nameVariable = this.#isRoot ? summary.name : layout.group.name === summary.people.group ? summary.people.name : null
    this.#nameIndex = nameVariable ? layout.variables.find(({ variable }) => variable.name === nameVariable)!.index : -1
  }

  /** One line of COPY text. */
  line(data: DataRow): string {
    const { row, cells, kinds } = data
    this.#kinds = kinds
    this.#faults = rowFaults(data, this.layout.read, this.headers)
    const place = this.#isRoot ? this.#place(cells) : undefined
    const record = this.#key(cells, this.layout.record, NO_NUMBER)
    const own = this.#isRoot ? record : this.#ownKey(cells, record)
    const values = this.#values(cells, place)
    const structure = this.#isRoot
      ? field(own) + field(place?.regency) + field(place?.from)
      : field(own) + field(record) + (this.layout.group.parent ? field(this.#parentKey(cells, record)) : '')
    const name = this.#nameIndex >= 0 ? field(nameKey(cells[this.#nameIndex] ?? '')) : ''
    const faults = field(this.#faults.length ? copyText(JSON.stringify(this.#faults)) : null)
    return `${row}${faults}${structure}${values}${name}\n`
  }

  #values(cells: readonly string[], place: Village | undefined): string {
    let line = ''
    for (const reader of this.#readers) line += field(this.#value(reader, cells, place))
    return line
  }

  #value({ index, read, readTyped, village, part, text }: ColumnReader, cells: readonly string[], place: Village | undefined) {
    if (village) return place?.code
    if (part >= 0) return place?.bps?.[part]
    if (index < 0) return null
    const cell = cells[index] ?? ''
    const kind = this.#kinds?.[index] ?? CellKind.text
    const value = kind === CellKind.text ? read(cell) : readTyped(cell, kind)
    if (value instanceof Unreadable) return this.#fault(index, cell, value.reason)
    return text && value !== null ? copyText(value) : value
  }

  #key(cells: readonly string[], index: number, empty = NO_KEY): string | null {
    const cell = cells[index] ?? ''
    const kind = this.#kinds?.[index] ?? CellKind.text
    const value =
      kind === CellKind.date ? new Unreadable(DATED_KEY) : readKey(kind === CellKind.number ? Number(cell) : cell, empty)
    return value instanceof Unreadable ? this.#fault(index, cell, value.reason) : value
  }

  #ownKey(cells: readonly string[], record: string | null): string | null {
    const { own, group } = this.layout
    if (own < 0) return null
    if (!group.identity) return this.#key(cells, own)
    const identity = this.#identity(cells, own)
    return record === null || identity === null ? null : `${record}-${identity}`
  }

  #parentKey(cells: readonly string[], record: string | null): string | null {
    const { parent, group } = this.layout
    const parentGroup = this.instrument.groups.find(({ name }) => name === group.parent?.group)
    if (!parentGroup?.identity) return this.#key(cells, parent)
    if (record === null) return null
    const number = readNumberCell(plainCell(cells[parent] ?? ''))
    return `${record}-${typeof number === 'string' ? number : 0}`
  }

  #identity(cells: readonly string[], index: number): string | null {
    const cell = plainCell(cells[index] ?? '')
    const number = readNumberCell(cell) ?? new Unreadable(NO_KEY)
    return number instanceof Unreadable ? this.#fault(index, cell, number.reason) : number
  }

  #place(cells: readonly string[]) {
    const { village, regency } = this.layout
    const text = plainCell(cells[village.whole] ?? '')
    const parts = village.parts.map((index) => plainCell(cells[index] ?? ''))
    const inParts = text === '' && parts.some((part) => part !== '')
    const column = inParts || village.whole < 0 ? village.parts[0]! : village.whole
    const code = inParts ? parts.join('.') : text
    if (code === '') return void this.#fault(column, code, NO_VILLAGE)
    try {
      const found = this.options.villages.village(code)
      const stated = regency >= 0 ? plainCell(cells[regency]!) : ''
      if (!NO_CODE.test(stated)) this.#agree(regency, stated, found)
      return found
    } catch (error) {
      if (!(error instanceof VillageRefused)) throw error
      this.#fault(column, code, error.text)
      return undefined
    }
  }

  #agree(column: number, stated: string, village: Village): void {
    try {
      if (this.options.villages.regency(stated, village) === village.regency) return
      this.#fault(column, stated, {
        id: `Kabupaten/kota tidak sama dengan desa/kelurahannya (${village.regency}).`,
        en: `The regency is not that of the village (${village.regency}).`,
      })
    } catch (error) {
      if (!(error instanceof VillageRefused)) throw error
      this.#fault(column, stated, error.text)
    }
  }

  /** Of a cell that is a key and a value the reason is told once. */
  #fault(index: number, cell: string, reason: Text): null {
    const column = this.headers[index] ?? ''
    if (column === '' || !this.#faults.some((fault) => fault.column === column)) {
      this.#faults.push({ column, value: this.#masks.get(index)?.(excerpt(cell, SHOWN)) ?? toldCell(cell, SHOWN), reason })
    }
    return null
  }
}
