import { bytesToHex, randomBytes } from '@noble/hashes/utils.js'
import type { SiksRecord } from '#siks/format'
import type { WorkDraft, WorkExport, WorkLine, WorkManifest, WorkReturn } from '#siks/work'
import { sameDoc } from '#verification/canonical'
import { idOf } from '../ids.js'

/** Facts of the work that stand outside its records. */
export type WorkHead = Pick<WorkManifest, 'device' | 'operator' | 'sequence' | 'previous' | 'exports'>

/** What changed, for whoever keeps the work: an id of `lines()`, or the head. */
export type Changed = { id: string } | 'head'

/** How two states of the same work were joined. */
export interface Joined {
  /** Records taken from the file. */
  taken: number
  /** Records that differed on both sides; the one edited last stands. */
  decided: number
}

/**
 * The operator's work on one package: finished records, drafts, returns. Kept in memory; `changed` tells the keeper what to store.
 * Nothing is ever removed without a trace, so that any two copies of one work can be joined.
 */
export class Work {
  readonly records = new Map<string, SiksRecord>()
  readonly drafts = new Map<string, WorkDraft>()
  readonly returns = new Map<string, WorkReturn>()
  readonly dropped = new Map<string, { module: string; key: string; edited_at: string }>()
  head: WorkHead = { device: newDevice(), operator: '', sequence: 0, previous: null, exports: [] }
  changed: (what: Changed) => void = () => undefined

  constructor(
    readonly issue: string,
    private readonly now: () => string,
  ) {}

  get isEmpty(): boolean {
    return this.records.size === 0 && this.drafts.size === 0 && this.head.sequence === 0
  }

  /** Every household the work knows. */
  ids(): Set<string> {
    return new Set([this.records, this.drafts, this.returns, this.dropped].flatMap((map) => [...map.keys()]))
  }

  /** Saves a finished record. Where anything differs from what was saved before, `rev` rises and a return is answered; the draft goes. */
  finish(record: Omit<SiksRecord, 'rev' | 'edited_at'>): SiksRecord {
    const id = idOf(record.module, record.key)
    const before = this.records.get(id)
    const same = before !== undefined && before.outcome === record.outcome && sameDoc(before, record)
    const saved = same ? before : { ...record, rev: (before?.rev ?? 0) + 1, edited_at: this.now() }
    this.records.set(id, saved)
    this.drafts.delete(id)
    this.dropped.delete(id)
    const returned = this.returns.get(id)
    if (returned && !same) this.returns.set(id, { ...returned, answered: true })
    this.changed({ id })
    return saved
  }

  draft(draft: Omit<WorkDraft, 'edited_at'>): void {
    const id = idOf(draft.module, draft.key)
    this.drafts.set(id, { ...draft, edited_at: this.now() })
    this.changed({ id })
  }

  /** Throws the draft away; a household that was proposed and never finished goes with it. */
  discard(module: string, key: string): void {
    const id = idOf(module, key)
    const draft = this.drafts.get(id)
    this.drafts.delete(id)
    if (draft?.kind === 'new' && !this.records.has(id)) this.dropped.set(id, { module, key, edited_at: this.now() })
    this.changed({ id })
  }

  takeReturn(returned: WorkReturn): void {
    const id = idOf(returned.module, returned.key)
    const known = this.returns.get(id)
    if (known && known.returned_at >= returned.returned_at) return
    this.returns.set(id, returned)
    this.changed({ id })
  }

  setOperator(operator: string): void {
    this.head = { ...this.head, operator }
    this.changed('head')
  }

  exported(made: WorkExport): void {
    this.head = { ...this.head, sequence: made.sequence, previous: made.sha256, exports: [...this.head.exports, made] }
    this.changed('head')
  }

  /** Every line of the work file; with `id` only those of one household. */
  *lines(id?: string): Generator<WorkLine, void, undefined> {
    const of = <T>(map: Map<string, T>) => (id === undefined ? [...map.values()] : map.has(id) ? [map.get(id)!] : [])
    for (const record of of(this.records)) yield { t: 'record', ...record }
    for (const draft of of(this.drafts)) yield { t: 'draft', ...draft }
    for (const returned of of(this.returns)) yield { t: 'return', ...returned }
    for (const dropped of of(this.dropped)) yield { t: 'dropped', ...dropped }
  }

  /**
   * Joins another copy of the same work into this one: of two versions of a household the one edited last stands, with a `rev` above
   * both, so that the office takes the next export for newer. The later export of the two is the one to continue.
   */
  join(head: WorkHead, lines: Iterable<WorkLine>): Joined {
    const joined: Joined = { taken: 0, decided: 0 }
    if (this.isEmpty || head.sequence > this.head.sequence) this.head = { ...head, operator: head.operator || this.head.operator }
    for (const line of lines) {
      const id = idOf(line.module, line.key)
      if (line.t === 'record') this.#joinRecord(id, line, joined)
      else if (line.t === 'draft') this.#joinDraft(id, line)
      else if (line.t === 'return') this.#joinReturn(id, line)
      else if (!this.records.has(id) && !this.drafts.has(id)) this.dropped.set(id, withoutType(line))
      this.changed({ id })
    }
    this.changed('head')
    return joined
  }

  #joinRecord(id: string, line: { t: 'record' } & SiksRecord, joined: Joined): void {
    const record = withoutType(line)
    const mine = this.records.get(id)
    if (!mine) {
      this.records.set(id, record)
      joined.taken += 1
      return
    }
    if (mine.outcome === record.outcome && sameDoc(mine, record)) {
      if (record.rev > mine.rev) this.records.set(id, record)
      return
    }
    const newer = record.edited_at >= mine.edited_at ? record : mine
    const older = newer === record ? mine : record
    if (newer === record) joined.taken += 1
    if (newer.rev <= older.rev) joined.decided += 1
    this.records.set(id, newer.rev > older.rev ? newer : { ...newer, rev: older.rev + 1 })
  }

  #joinDraft(id: string, line: { t: 'draft' } & WorkDraft): void {
    const draft = withoutType(line)
    const finished = this.records.get(id)
    const mine = this.drafts.get(id)
    if (mine && mine.edited_at >= draft.edited_at) return
    if (finished && finished.edited_at >= draft.edited_at) return
    this.drafts.set(id, draft)
  }

  #joinReturn(id: string, line: { t: 'return' } & WorkReturn): void {
    const returned = withoutType(line)
    const mine = this.returns.get(id)
    if (!mine || mine.returned_at < returned.returned_at) this.returns.set(id, returned)
    else if (returned.answered) this.returns.set(id, { ...mine, answered: true })
  }
}

function withoutType<T extends { t: string }>({ t: _t, ...rest }: T): Omit<T, 't'> {
  return rest
}

/** Id of a new work, e.g. `LR-9F3A61C2D0B4`: 48 random bits. */
function newDevice(): string {
  return `LR-${bytesToHex(randomBytes(6)).toUpperCase()}`
}
