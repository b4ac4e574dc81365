import { bytesToHex, randomBytes } from '@noble/hashes/utils.js'
import type { SiksRecord } from '#siks/format'
import type { WorkDraft, WorkExport, WorkLine, WorkManifest, WorkReturn } from '#siks/work'
import { sameDoc } from '#verification/canonical'
import { OfflineError } from '../errors.js'
import { idOf } from '../ids.js'
import { headAfter, newerDraft, newerRecord, newerReturn, timeOf } from './joining.js'
import { momentNow } from './moment.js'

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
    const draft = this.drafts.get(id)
    const same = before !== undefined && before.outcome === record.outcome && sameDoc(before, record)
    const rev = Math.max(before?.rev ?? 0, draft?.rev ?? 0)
    const editedAt = this.#stamp(id)
    const saved = same ? before : { ...record, rev: rev + 1, edited_at: editedAt }
    this.records.set(id, saved)
    this.drafts.delete(id)
    if (!same) this.dropped.delete(id)
    else if (draft) this.dropped.set(id, { module: record.module, key: record.key, edited_at: editedAt })
    const returned = this.returns.get(id)
    if (returned && !same) this.returns.set(id, { ...returned, answered: true })
    this.changed({ id })
    return saved
  }

  draft(draft: Omit<WorkDraft, 'edited_at'>): void {
    const id = idOf(draft.module, draft.key)
    const rev = draft.rev ?? this.drafts.get(id)?.rev
    this.drafts.set(id, { ...draft, ...(rev === undefined ? {} : { rev }), edited_at: this.#stamp(id) })
    this.dropped.delete(id)
    this.changed({ id })
  }

  /** Throws the draft away; a household that was proposed and never finished goes with it. */
  discard(module: string, key: string): void {
    const id = idOf(module, key)
    if (!this.drafts.has(id)) return
    this.dropped.set(id, { module, key, edited_at: this.#stamp(id) })
    this.drafts.delete(id)
    this.changed({ id })
  }

  /** Takes the last saving back: the record as it was before, with a `rev` above, or none; the return waits again as it did. */
  undo(id: string, before: { record: SiksRecord | undefined; returned: WorkReturn | undefined }): void {
    if (before.record) this.finish(before.record)
    else this.records.delete(id)
    if (before.returned) this.returns.set(id, before.returned)
    this.changed({ id })
  }

  takeReturn(returned: WorkReturn): void {
    const id = idOf(returned.module, returned.key)
    const known = this.returns.get(id)
    if (known && timeOf(known.returned_at) >= timeOf(returned.returned_at)) return
    this.returns.set(id, returned)
    this.changed({ id })
  }

  /** The next answer of this household stands above `rev`: the office has seen that one from this device. */
  raise(id: string, rev: number): void {
    for (const map of [this.records, this.drafts] as Map<string, { rev?: number }>[]) {
      const known = map.get(id)
      if (!known || (known.rev ?? 0) >= rev) continue
      map.set(id, { ...known, rev })
      this.changed({ id })
    }
  }

  /** Goes on with the chain of another package of the same period, records and their `rev` as they are. */
  goOnFrom(head: WorkHead, records: Iterable<SiksRecord>): void {
    this.head = { ...head, operator: this.head.operator || head.operator }
    for (const record of records) {
      const id = idOf(record.module, record.key)
      this.records.set(id, record)
      this.changed({ id })
    }
    this.changed('head')
  }

  setOperator(operator: string): void {
    this.head = { ...this.head, operator: operator.replace(/\p{Cc}+/gu, ' ').trim() }
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
   * @throws OfflineError `E_OFFLINE_TWO_WORKS` when both were begun apart and both were exported; nothing is joined then
   */
  join(head: WorkHead, lines: Iterable<WorkLine>): Joined {
    const joined: Joined = { taken: 0, decided: 0 }
    if (head.device !== this.head.device && head.sequence > 0 && this.head.sequence > 0) {
      throw new OfflineError('E_OFFLINE_TWO_WORKS', { found: head.device, here: this.head.device })
    }
    const next =
      this.isEmpty && head.sequence === 0
        ? { ...head, operator: head.operator || this.head.operator }
        : headAfter(this.head, head)
    if (JSON.stringify(next) !== JSON.stringify(this.head)) {
      this.head = next
      this.changed('head')
    }
    const byId = new Map<string, WorkLine[]>()
    for (const line of lines) {
      const id = idOf(line.module, line.key)
      const of = byId.get(id)
      if (of) of.push(line)
      else byId.set(id, [line])
    }
    for (const [id, of] of byId) {
      const before = JSON.stringify([...this.lines(id)])
      for (const line of of) this.#joinLine(id, line, joined)
      this.#settle(id)
      if (JSON.stringify([...this.lines(id)]) !== before) this.changed({ id })
    }
    return joined
  }

  #joinLine(id: string, line: WorkLine, joined: Joined): void {
    if (line.t === 'record') this.records.set(id, newerRecord(this.records.get(id), withoutType(line), joined))
    else if (line.t === 'draft') this.drafts.set(id, newerDraft(this.drafts.get(id), withoutType(line)))
    else if (line.t === 'return') this.returns.set(id, newerReturn(this.returns.get(id), withoutType(line)))
    else this.dropped.set(id, newerDraft(this.dropped.get(id), withoutType(line)))
  }

  /** A draft goes when its household was saved, or it was thrown away, after it; a trace of that goes when anything came after it. */
  #settle(id: string): void {
    const at = (map: ReadonlyMap<string, { edited_at: string }>) => timeOf(map.get(id)?.edited_at)
    if (this.drafts.has(id) && at(this.drafts) <= Math.max(at(this.records), at(this.dropped))) this.drafts.delete(id)
    if (this.dropped.has(id) && at(this.dropped) <= Math.max(at(this.records), at(this.drafts))) this.dropped.delete(id)
  }

  /** Now, but always after what was last done to this household, whatever the computer's clock says. */
  #stamp(id: string): string {
    const last = Math.max(...[this.records, this.drafts, this.dropped].map((map) => timeOf(map.get(id)?.edited_at)))
    const now = this.now()
    return timeOf(now) > last ? now : momentNow(new Date(last + 1))
  }
}

function withoutType<T extends { t: string }>({ t: _t, ...rest }: T): Omit<T, 't'> {
  return rest
}

/** Id of a new work, e.g. `LR-9F3A61C2D0B4`: 48 random bits. */
function newDevice(): string {
  return `LR-${bytesToHex(randomBytes(6)).toUpperCase()}`
}
