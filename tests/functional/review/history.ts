import { v7 as uuid } from 'uuid'
import { listCandidates } from '#verification/duplicates/candidates'
import { decideDuplicate } from '#verification/duplicates/decide'
import { findDue } from '#verification/duplicates/find'
import { mergesOf } from '#verification/duplicates/merged'
import { undoDecision } from '#verification/duplicates/undo'
import type { SeededChance } from '#services/demo/chance'
import { query, type Tx } from '#services/scope'
import { canonicalJson } from '#verification/canonical'
import type { RecordDoc } from '#verification/instrument'
import { blockers, returnFinalisation, type Blocker } from '#verification/finalise/index'
import type { ImportFile } from '#verification/imports/files'
import { decideConflict, versionOf } from '#verification/review/conflicts'
import { decideUpdates, type Take } from '#verification/review/decide'
import { saveEdit } from '#verification/review/edit'
import { readForm } from '#verification/review/form_input'
import { beginProposal } from '#verification/review/proposal'
import type { StructureAct } from '#verification/review/restructure'
import { saveAct } from '#verification/review/save_act'
import { readBase, readWorking, tableNames } from '#verification/store/index'
import { planActUndo } from '#verification/undo/plan'
import { undoAct } from '#verification/undo/undo'
import { periodOf, seal } from '#tests/functional/finalisation/support'
import { applyFile, importPaths, inDesk, undoFile, writeExport, type Desk } from '#tests/functional/imports/support'
import { visited } from './history_register.js'

export const LONG = process.env.SIKS_TEST_LONG === '1'
const DEVICES = ['PC-1', 'PC-2', 'PC-3']
/** How often it is tried to settle what settling brought up. */
const ROUNDS = 5

/** A refusal of the product, after which nothing is changed. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('E_')
}

/** What a computer has exported so far; every export holds all of it. */
interface Computer {
  sequence: number
  records: Map<string, { doc: RecordDoc; rev: number }>
}

type Texts = Map<string, string>

/** An act that can be taken back, with what its records were before it. */
interface Done {
  before: Texts
  undo: () => Promise<{ restored: readonly string[] }>
}

/** What people and computers do to one desk at random, and what is needed to take each act back. */
export class History {
  readonly computers = new Map<string, Computer>(DEVICES.map((name) => [name, { sequence: 0, records: new Map() }]))
  readonly done: Done[] = []
  readonly counts: Record<string, number> = {}
  keys: string[]

  constructor(
    readonly desk: Desk,
    readonly chance: SeededChance,
    keys: readonly string[],
  ) {
    this.keys = [...keys]
  }

  in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inDesk(this.desk, work)
  }

  /** Every working copy as one text: canonical values, outcome and state. */
  texts(): Promise<Texts> {
    return this.in(async (tx) => {
      const working = await readWorking(tx, this.desk.place, this.keys)
      return new Map(
        [...working]
          .map(([key, { doc, outcome, state }]) => [key, `${canonicalJson(doc)} ${outcome} ${state}`] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    })
  }

  some(most: number): string[] {
    return [...new Set(Array.from({ length: this.chance.int(1, most) }, () => this.chance.pick(this.keys)))]
  }

  async import(changes: boolean): Promise<void> {
    const { chance, desk } = this
    const device = chance.pick(DEVICES)
    const computer = this.computers.get(device)!
    if (changes) {
      const keys = this.some(LONG ? 40 : 6)
      const base = await this.in((tx) => readBase(tx, desk.place, keys))
      for (const key of keys) {
        const known = computer.records.get(key)
        const doc = known?.doc ?? base.get(key)
        if (doc) computer.records.set(key, { doc: visited(doc, chance), rev: (known?.rev ?? 0) + 1 })
      }
    }
    if (!computer.records.size) return
    computer.sequence += 1
    const records = [...computer.records.values()]
    const path = await writeExport(desk, { device, sequence: computer.sequence, records })
    const [checked] = await importPaths(desk, path)
    const before = await this.texts()
    const file = await applyFile(desk, checked!, true)
    this.done.push({ before, undo: () => this.undoImport(file) })
  }

  async undoImport(file: ImportFile) {
    await undoFile(this.desk, file)
    return { restored: await this.in((tx) => this.undone(tx, file.id)) }
  }

  /** Records that the undo of an act wrote. */
  async undone(tx: Tx, cause: string): Promise<string[]> {
    const { changes } = tableNames(this.desk.place.module.instrument)
    const rows = await query<{ key: string }>(
      tx,
      `select key from ${changes} where regency_code = ? and cause_id = ? and cause = 'undo'`,
      [this.desk.regency.code, cause],
    )
    return rows.map(({ key }) => key)
  }

  /** Looks for duplicates of what was written since, and decides on one of those that wait. */
  async merge(): Promise<void> {
    const { chance, desk } = this
    const { place } = desk
    const before = await this.texts()
    const { rows } = await this.in(async (tx) => {
      await findDue(tx, place)
      return listCandidates(tx, place, {}, { size: 200 })
    })
    if (!rows.length) return
    const { left, right } = chance.pick(rows)
    const verdict = chance.weighted([
      ['twice', 5],
      ['same', 3],
      ['different', 1],
    ] as const)
    const wanted = { left, right, verdict, kept: chance.pick(['left', 'right'] as const), accept: chance.happens(0.5) }
    const { id } = await this.in((tx) => decideDuplicate(tx, place, wanted))
    if (verdict !== 'different') this.counts.merged = (this.counts.merged ?? 0) + 1
    const undo = () =>
      this.in(async (tx) => {
        await undoDecision(tx, place, id)
        return { restored: await this.undone(tx, id) }
      })
    this.done.push({ before, undo })
  }

  /** An act of a person that writes under one cause. */
  async act(work: (tx: Tx) => Promise<unknown>): Promise<void> {
    const before = await this.texts()
    const { changes } = tableNames(this.desk.place.module.instrument)
    const cause = await this.in(async (tx) => {
      const [last] = await query<{ n: number }>(tx, `select cast(count(*) as int) as n from ${changes} where regency_code = ?`, [
        this.desk.regency.code,
      ])
      await work(tx)
      const rows = await query<{ id: string }>(
        tx,
        `select distinct cause_id as id from ${changes} where regency_code = ? and cause in ('edit', 'decision') and at = ? and not cause_id like '%:%'`,
        [this.desk.regency.code, tx.now],
      )
      return last && rows.length === 1 ? rows[0]!.id : null
    })
    if (!cause) return
    const undo = () =>
      this.in(async (tx) => {
        const { token } = await planActUndo(tx, this.desk.place, cause)
        return { restored: (await undoAct(tx, this.desk.place, cause, token)).keys }
      })
    this.done.push({ before, undo })
  }

  edit(): Promise<void> {
    const { chance, desk } = this
    const key = chance.pick(this.keys)
    const rows = readForm(desk.place.module.instrument, 'I', { 'q-alamat': `JL ${chance.int(1, 99)}` }, 'id').rows
    return this.act(async (tx) => {
      const version = await versionOf(tx, desk.place, key)
      const outcome = (await readWorking(tx, desk.place, [key])).get(key)?.kind === 'new' ? 'new' : 'repaired'
      await saveEdit(tx, desk.place, { key, version, outcome, rows })
    })
  }

  restructure(): Promise<void> {
    const { chance, desk } = this
    const key = chance.pick(this.keys)
    return this.act(async (tx) => {
      const working = (await readWorking(tx, desk.place, [key])).get(key)
      const doc = working?.doc ?? (await readBase(tx, desk.place, [key])).get(key)
      const member = doc?.groups.members && chance.pick(doc.groups.members)
      if (!member) return
      const others = doc.groups.members!.filter((one) => one.key !== member.key && one.sta_keberadaan_art !== 2)
      const heir = others.length ? chance.pick(others).key : ''
      const heirs = { hub_krt: heir, hubkel: heir }
      const acts: StructureAct[] = [
        { type: 'gone', row: member.key, presence: 2, heirs },
        { type: 'move', group: 'members', row: member.key, to: `+${uuid()}`, role: 1, heirs },
        { type: 'remove', group: 'members', row: member.key, to: null },
        { type: 'head', variable: 'hub_krt', to: heir, role: 8 },
      ]
      const wanted = { key, version: await versionOf(tx, desk.place, key), act: chance.pick(acts), fixes: ['BDT-R08'] }
      await saveAct(tx, desk.place, { ...wanted, outcome: working?.kind === 'new' ? 'new' : 'repaired' })
    })
  }

  decide(take: Take): Promise<void> {
    const wanted = this.some(LONG ? 60 : 10)
    return this.act(async (tx) => {
      const working = await readWorking(tx, this.desk.place, wanted)
      const keys = [...working].filter(([, { blocking }]) => take !== 'accept' || blocking === 0).map(([key]) => key)
      if (keys.length) await decideUpdates(tx, this.desk.place, keys, { take, reason: 'Diperiksa' })
    })
  }

  /**
   * Settles what stands against it, has the period sealed and the ministry return it. Gives what stood when it was sealed; null where
   * something could not be settled.
   */
  async closeAndReopen(): Promise<Texts | null> {
    const { place } = this.desk
    for (let round = 0; round < ROUNDS; round++) {
      const { problems } = await this.in((tx) => blockers(tx, place, 1000))
      if (problems.length === 0) {
        const standing = await this.texts()
        await seal(place)
        await this.in(async (tx) => returnFinalisation(tx, await periodOf(place), 'Diperiksa ulang'))
        this.counts.reopened = (this.counts.reopened ?? 0) + 1
        return standing
      }
      for (const problem of problems) await this.settle(problem)
    }
    return null
  }

  /** A merge is taken back; where somebody went on with its answers, both halves are accepted. */
  async settle({ kind, id, household }: Blocker): Promise<void> {
    const { place } = this.desk
    const [fileId, line] = id.split(':')
    const decide = (take: Take, keys: readonly string[]) => (tx: Tx) =>
      decideUpdates(tx, place, keys, { take, reason: 'Diperiksa' })
    if (kind === 'conflict') {
      await this.tried((tx) => decideConflict(tx, place, { fileId: fileId!, line: Number(line) }, 'ours', 'Diperiksa'))
    } else if (kind === 'rule') await this.tried(decide('withdraw', [household!]))
    else if (!(await this.tried((tx) => undoDecision(tx, place, id)))) {
      const merge = (await this.in((tx) => mergesOf(tx, place))).find((one) => one.id === id)
      if (merge) await this.tried(decide('accept', [merge.key, merge.gone]))
    }
  }

  /** Whether the product took the act. */
  async tried(work: (tx: Tx) => Promise<unknown>): Promise<boolean> {
    try {
      await this.in(work)
      return true
    } catch (error) {
      if (!isRefusal(error)) throw error
      return false
    }
  }

  async propose(): Promise<void> {
    const key = uuid()
    const person = { name: `BARU UJI ${this.keys.length}`, nik: null, born: null, village: this.desk.village }
    await this.act((tx) => beginProposal(tx, this.desk.place, key, person))
    this.keys.push(key)
  }
}
