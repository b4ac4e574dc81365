import { nameKey } from '#domain/name_key'
import { plainCell } from '#domain/plain_cell'
import type { SiksRecord } from '#siks/format'
import { activePeople, evaluate, rowsOf } from '#verification/engine'
import type { RecordDoc } from '#verification/instrument'
import { type Base } from '../files/base.js'
import { moduleOf, type OfflineModule } from '../modules.js'
import { judgingDay } from './moment.js'
import type { Work } from './work.js'

export type State = 'untouched' | 'draft' | 'done' | 'returned'

/** One household as lists show it. */
export interface Entry {
  id: string
  module: string
  key: string
  name: string
  address: string
  locality: string
  village: string
  persons: number
  isNew: boolean
  state: State
  outcome: string
  blocking: number
}

export interface Tally {
  total: number
  done: number
  draft: number
  returned: number
  blocking: number
}

interface Searched {
  names: string
  numbers: string
}

export interface Wanted {
  text: string
  module: string
  /** `village|locality`, empty for all. */
  place: string
  state: State | 'problem' | 'new' | ''
}

/** All households of package and work as rows, kept in step with the work; what lists, search and progress read. */
export class Catalogue {
  readonly entries = new Map<string, Entry>()
  readonly #searched = new Map<string, Searched>()

  constructor(
    private readonly base: Base,
    private readonly work: Work,
  ) {
    for (const id of base.records.keys()) this.refresh(id)
    for (const id of [...work.records.keys(), ...work.drafts.keys()]) if (!base.records.has(id)) this.refresh(id)
  }

  /** The household as it stands now: draft, else saved, else as issued. */
  docOf(id: string): RecordDoc | undefined {
    return this.work.drafts.get(id) ?? this.work.records.get(id) ?? this.base.records.get(id)?.doc
  }

  refresh(id: string): void {
    const doc = this.docOf(id)
    if (!doc) {
      this.entries.delete(id)
      return
    }
    const name = id.slice(0, id.indexOf('/'))
    const module = moduleOf(name)
    const record = this.work.records.get(id)
    const returned = this.work.returns.get(id)
    const { summary } = module.instrument
    const text = (variable: string) => String(doc.values[variable] ?? '')
    this.entries.set(id, {
      ...{ id, module: name, key: doc.key, name: text(summary.name) || headOf(module, doc) },
      ...{ address: text(summary.address), locality: text(summary.locality), village: text(summary.village) },
      persons: activePeople(module.instrument, doc).length,
      isNew: !this.base.records.has(id),
      state: returned && !returned.answered ? 'returned' : this.work.drafts.has(id) ? 'draft' : record ? 'done' : 'untouched',
      outcome: record?.outcome ?? '',
      blocking: record ? this.#blockingOf(module, id, record) : 0,
    })
    this.#searched.set(id, searchedOf(module, doc))
  }

  #blockingOf(module: OfflineModule, id: string, record: SiksRecord): number {
    const base = this.base.records.get(id)?.doc ?? null
    const problems = evaluate(module.rules, record, {
      ...{ today: judgingDay(this.base.manifest.created_at), outcome: record.outcome, kind: record.kind, base },
    })
    return problems.filter(({ severity }) => severity === 'block').length
  }

  /** Households that fit, in the order of locality and package. */
  find({ text, module, place, state }: Wanted): Entry[] {
    const words = nameKey(text)
    const digits = plainCell(text).replace(/[\s.'’-]/g, '')
    const byNumber = /^\d{3,}$/.test(digits)
    const found: Entry[] = []
    for (const entry of this.entries.values()) {
      if (module && entry.module !== module) continue
      if (place && placeOf(entry) !== place) continue
      if (state && !this.#fits(entry, state)) continue
      if (text.trim() !== '') {
        const searched = this.#searched.get(entry.id)!
        const hit = byNumber ? searched.numbers.includes(digits) : searched.names.includes(words) || entry.key === text.trim()
        if (!hit) continue
      }
      found.push(entry)
    }
    return found
  }

  #fits(entry: Entry, state: Wanted['state']): boolean {
    if (state === 'problem') return entry.blocking > 0
    if (state === 'new') return entry.isNew
    return entry.state === state
  }

  tally(entries: Iterable<Entry> = this.entries.values()): Tally {
    const tally: Tally = { total: 0, done: 0, draft: 0, returned: 0, blocking: 0 }
    for (const entry of entries) {
      tally.total += 1
      if (entry.state !== 'untouched') tally[entry.state] += 1
      if (entry.blocking > 0) tally.blocking += 1
    }
    return tally
  }

  /** Progress of each locality (SLS) of each village. */
  places(): { place: string; village: string; locality: string; tally: Tally }[] {
    const groups = new Map<string, Entry[]>()
    for (const entry of this.entries.values()) {
      const place = placeOf(entry)
      const group = groups.get(place)
      if (group) group.push(entry)
      else groups.set(place, [entry])
    }
    return [...groups]
      .map(([place, entries]) => ({
        ...{ place, village: this.base.regions.get(entries[0]!.village) ?? entries[0]!.village },
        ...{ locality: entries[0]!.locality, tally: this.tally(entries) },
      }))
      .sort((a, b) => a.village.localeCompare(b.village, 'id') || a.locality.localeCompare(b.locality, 'id', { numeric: true }))
  }
}

export function placeOf({ village, locality }: Pick<Entry, 'village' | 'locality'>): string {
  return `${village}|${locality}`
}

function headOf({ instrument }: OfflineModule, doc: RecordDoc): string {
  const { people } = instrument.summary
  return String(rowsOf(doc, people.group)[0]?.[people.name] ?? '')
}

function searchedOf({ instrument }: OfflineModule, doc: RecordDoc): Searched {
  const { people, name, address, registerKey, familyGroup } = instrument.summary
  const persons = rowsOf(doc, people.group)
  const names = [doc.values[name], doc.values[address], ...persons.map((person) => person[people.name])]
  const families = familyGroup ? rowsOf(doc, familyGroup) : []
  const cards = families.flatMap((row) => Object.values(row).filter((value) => /^\d{16}$/.test(String(value))))
  const numbers = [
    doc.key,
    doc.values[registerKey],
    ...persons.flatMap((person) => [person[people.nik], person[people.kk]]),
    ...cards,
  ]
  return { names: names.map((value) => nameKey(String(value ?? ''))).join('|'), numbers: numbers.join('|') }
}
