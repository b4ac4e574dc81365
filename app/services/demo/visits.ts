import { clock } from '#services/clock'
import { query, scope, type Scope } from '#services/scope'
import type { SiksRecord } from '#siks/format'
import { evaluate } from '#verification/engine'
import type { RecordDoc } from '#verification/instrument'
import type { Problem } from '#verification/rules'
import type { SampleContribution } from '#verification/sample'
import { IssueError } from '#verification/issues/errors'
import type { Export } from '#verification/issues/read_export'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import { readBase } from '#verification/store/docs'
import { tableNames } from '#verification/store/columns'
import { SeededChance } from './chance.js'
import { contradict, withoutDoubles } from './contradict.js'
import { SeededInventor, SerialBook } from './inventor.js'

/** What the records of a simulated export are about. */
export interface Tally {
  repaired: number
  unchanged: number
  removed: number
  added: number
  withdrawn: number
  mistakes: number
  clashes: number
  /** Records of the continued export that stay as they were. */
  carried: number
}

export interface Visit {
  of: Scope
  period: RegencyPeriod
  villages: readonly string[]
  sample: SampleContribution
  seed: string
  share: number
  added: number
  errors: number
  clashes: number
  before: Export | null
  against: Export | null
  tally: Tally
}

const BATCH = 300
/** Of so many people, beside those who are needed, the proposed ones are drawn. */
const MOST_FREE = 8

interface Known {
  key: string
  village: string
  problems: Problem[]
}

/** The records of one export, village by village; what an earlier export of the same computer held comes again. */
export async function* visitRecords(visit: Visit): AsyncGenerator<SiksRecord> {
  const round = new Round(visit)
  let seen = 0
  for await (const { docs, known } of baseOf(visit)) {
    for (const { key, problems } of known) {
      seen++
      const base = docs.get(key)
      const record = base && round.record(base, problems)
      if (record) yield record
    }
  }
  if (seen === 0)
    throw new IssueError('E_SIMULATE_EMPTY', {
      id: `Tidak ada data dasar di ${visit.villages.join(', ')}.`,
      en: `There are no base data in ${visit.villages.join(', ')}.`,
    })
  yield* round.additions()
}

async function* baseOf({ of, period, villages }: Visit) {
  const place = placeOf(period)
  const { instrument } = period.module
  const { village } = instrument.summary
  const table = tableNames(instrument).base
  let last = { village: '', key: '' }
  for (;;) {
    const from = last
    const { known, docs } = await scope.run(of, async (tx) => {
      const rows = await query<Known>(
        tx,
        `select key, ${village} as village, problems from ${table}
         where edition_id = ? and regency_code = ? and ${village} = any (?) and (${village}, key) > (?, ?) order by ${village}, key limit ?`,
        [place.editionId, place.regency, [...villages], from.village, from.key, BATCH],
      )
      const keys = rows.map(({ key }) => key)
      return { known: rows, docs: await readBase(tx, place, keys) }
    })
    if (known.length === 0) return
    yield { known, docs }
    last = known.at(-1)!
  }
}

class Round {
  readonly #serials: SerialBook
  readonly #editedAt = clock.now().toISOString()

  constructor(private readonly visit: Visit) {
    this.#serials = new SerialBook(9950, new SeededChance(`serials/${visit.seed}`).int(0, 49))
  }

  record(base: RecordDoc, problems: readonly Problem[]): SiksRecord | null {
    const { before, against, tally } = this.visit
    const inventor = this.#inventor(base.key, String(base.values[this.visit.period.module.instrument.summary.village]))
    const earlier = before?.records.get(base.key)
    if (earlier && !this.#blocks(earlier, base) && inventor.happens(0.85)) {
      tally.carried++
      return earlier
    }
    const theirs = against?.records.get(base.key)
    if (against) return theirs ? this.#clash(base, theirs, inventor) : null
    if (!earlier && !inventor.happens(this.visit.share)) return null
    return this.#decide(base, problems, inventor, (earlier?.rev ?? 0) + 1)
  }

  async *additions(): AsyncGenerator<SiksRecord> {
    const { before, against, added, villages, tally, sample } = this.visit
    const earlier = [...(before?.records.values() ?? [])].filter(({ kind }) => kind === 'new')
    for (const [index, record] of earlier.entries()) {
      if (index > 0 || earlier.length < 2 || record.outcome === sample.outcomes.withdrawn) {
        tally.carried++
        yield record
        continue
      }
      tally.withdrawn++
      yield { ...record, outcome: sample.outcomes.withdrawn, rev: record.rev + 1, edited_at: this.#editedAt }
    }
    if (against) return
    const round = before ? before.manifest.sequence : 0
    const free = new Map<string, unknown[] | null>()
    for (let index = 0; index < added; index++) {
      const village = villages[index % villages.length]!
      const inventor = this.#inventor(`new/${round}/${index}`, village)
      if (!free.has(village)) free.set(village, await this.#free(village))
      const residents = free.get(village)
      const resident = residents && (residents.splice(inventor.int(0, residents.length - 1), 1)[0] ?? null)
      tally.added++
      yield this.#line(sample.propose(inventor, resident), 'new', sample.outcomes.added, 1)
    }
  }

  /** People of the village who could be proposed; null where everybody proposed is invented. */
  async #free(village: string): Promise<unknown[] | null> {
    const { sample, of, added, period } = this.visit
    const wanted = { regency: placeOf(period).regency, village, most: MOST_FREE + added }
    const found = await scope.run(of, async (tx) => (await sample.residents?.free(tx, wanted)) ?? null)
    return found && [...found]
  }

  #decide(base: RecordDoc, problems: readonly Problem[], inventor: SeededInventor, rev: number): SiksRecord | null {
    const { sample, tally, errors } = this.visit
    const act = inventor.weighted([
      ['repair', 68],
      ['keep', 22],
      ['remove', 10],
    ] as const)
    const doubled = problems.some(({ severity }) => severity === 'block')
    if (act === 'keep' && !doubled && tally.mistakes >= errors) {
      const kept = this.#line(base, 'repair', sample.outcomes.unchanged, rev)
      if (!this.#blocks(kept, base)) {
        tally.unchanged++
        return kept
      }
    }
    if (act === 'remove' && !doubled && tally.mistakes >= errors) {
      tally.removed++
      const outcome = inventor.weighted(sample.outcomes.removed)
      return this.#line(sample.leave?.(base, outcome, inventor) ?? base, 'repair', outcome, rev)
    }
    const cleared = withoutDoubles(this.visit.period.module, base, problems)
    const repaired = this.#line(sample.revisit(cleared, inventor), 'repair', sample.outcomes.changed, rev)
    if (this.#blocks(repaired, base)) return null
    tally.repaired++
    if (tally.mistakes >= errors) return repaired
    const wrong = { ...repaired, ...sample.mistake(repaired, inventor) }
    if (!this.#blocks(wrong, base)) return repaired
    tally.mistakes++
    return wrong
  }

  /** The same household from another computer, with other values on some of the fields that theirs changed. */
  #clash(base: RecordDoc, theirs: SiksRecord, inventor: SeededInventor): SiksRecord | null {
    const { sample, tally, clashes, period } = this.visit
    if (tally.clashes >= clashes || theirs.outcome !== sample.outcomes.changed) return null
    const doc = contradict(period.module.instrument, base, theirs, inventor)
    if (!doc) return null
    const record = this.#line(doc, 'repair', sample.outcomes.changed, 1)
    if (this.#blocks(record, base)) return null
    tally.clashes++
    return record
  }

  #blocks(record: SiksRecord, base: RecordDoc): boolean {
    const { period } = this.visit
    const context = { today: period.today, outcome: record.outcome, kind: record.kind, base }
    return evaluate(period.module.rules, record, context).some(({ severity }) => severity === 'block')
  }

  #line(doc: RecordDoc, kind: SiksRecord['kind'], outcome: string, rev: number): SiksRecord {
    const { key, values, groups } = doc
    return { module: this.visit.period.module.name, key, rev, kind, outcome, values, groups, edited_at: this.#editedAt }
  }

  #inventor(subject: string, village: string): SeededInventor {
    const { period, seed, before } = this.visit
    return new SeededInventor({
      ...{ seed: `${seed}/${before?.manifest.sequence ?? 0}/${subject}`, seat: { village, regencyName: '', serial: 0 } },
      ...{ today: period.today, visit: period.today, serials: this.#serials },
    })
  }
}
