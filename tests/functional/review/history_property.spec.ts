import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { SeededChance } from '#services/demo/chance'
import { clock } from '#services/clock'
import { query, type Tx } from '#services/scope'
import { canonicalJson } from '#verification/canonical'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { ImportRefusal } from '#verification/imports/errors'
import type { ImportFile } from '#verification/imports/files'
import { returnFaults } from '#verification/returns/ledger'
import { decideUpdates, type Take } from '#verification/review/decide'
import { saveEdit } from '#verification/review/edit'
import { ReviewError } from '#verification/review/errors'
import { readForm } from '#verification/review/form_input'
import { beginProposal } from '#verification/review/proposal'
import { ActRefused, type StructureAct } from '#verification/review/restructure'
import { saveAct } from '#verification/review/save_act'
import { versionOf } from '#verification/review/conflicts'
import { refreshCurrent } from '#verification/store/current'
import { readBase, readWorking, recapDifferences, tableNames } from '#verification/store/index'
import { planActUndo } from '#verification/undo/plan'
import { undoAct } from '#verification/undo/undo'
import {
  NOON,
  applyFile,
  household,
  importPaths,
  inDesk,
  openDesk,
  undoFile,
  writeExport,
  type Desk,
} from '#tests/functional/imports/support'

const LONG = process.env.SIKS_TEST_LONG === '1'
const [HOUSEHOLDS, ACTS] = LONG ? [2000, 300] : [60, 40]
const DEVICES = ['PC-1', 'PC-2', 'PC-3']
const SEED = 'riwayat-7'

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

class History {
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
      return new Map([...working].map(([key, { doc, outcome, state }]) => [key, `${canonicalJson(doc)} ${outcome} ${state}`]))
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
    const { changes } = tableNames(this.desk.place.module.instrument)
    await undoFile(this.desk, file)
    const rows = await this.in((tx) =>
      query<{ key: string }>(tx, `select key from ${changes} where regency_code = ? and cause_id = ? and cause = 'undo'`, [
        this.desk.regency.code,
        file.id,
      ]),
    )
    return { restored: rows.map(({ key }) => key) }
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

  async propose(): Promise<void> {
    const key = uuid()
    const person = { name: `BARU UJI ${this.keys.length}`, nik: null, born: null, village: this.desk.village }
    await this.act((tx) => beginProposal(tx, this.desk.place, key, person))
    this.keys.push(key)
  }
}

/** A visit that finds something else: another address, a death, a birth. */
function visited(doc: RecordDoc, chance: SeededChance): RecordDoc {
  const result = structuredClone(doc)
  result.values.alamat = `RT ${chance.int(1, 20)}`
  const members = result.groups.members!
  if (chance.happens(0.3)) chance.pick(members).sta_keberadaan_art = chance.pick([2, 3])
  if (chance.happens(0.2))
    members.push({
      ...members.at(-1)!,
      key: uuid(),
      nama: `BAYI ${chance.int(1, 999)}`,
      hub_krt: 3,
      hubkel: 3,
      nik: '',
    } as ChildRow)
  for (const row of members) if (row.nik === '') delete row.nik
  members.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
  return result
}

function distinct(n: number, village: string): RecordDoc {
  const doc = household(`K${String(n).padStart(4, '0')}`, village, n % 90)
  for (const row of doc.groups.members!) {
    row.nama = `${row.nama} ${n}`
    if (n >= 90) for (const name of ['nik', 'no_kk']) delete row[name]
  }
  if (n >= 90) for (const row of doc.groups.families!) delete row.nokk
  doc.values.nama_krt = `${doc.values.nama_krt} ${n}`
  return doc
}

/** Everything that must hold whatever was done. */
async function faults(history: History): Promise<unknown[]> {
  const { place } = history.desk
  const { current, people } = tableNames(place.module.instrument)
  const at = [place.periodId, place.regency]
  return history.in(async (tx) => {
    const rows = () => query(tx, `select * from ${current} where period_id = ? and regency_code = ? order by key`, at)
    const twice = await query(
      tx,
      `select key from ${people} where period_id = ? and regency_code = ? group by key having count(distinct record_key) > 1`,
      at,
    )
    const found: unknown[] = [...(await recapDifferences(tx, place)), ...(await returnFaults(tx, place)), ...twice]
    const before = await rows()
    await refreshCurrent(tx, place, history.keys)
    if (JSON.stringify(before) !== JSON.stringify(await rows())) found.push('list rows differ from their rebuild')
    return found
  })
}

const REFUSALS = [ReviewError, ActRefused, ImportRefusal]

test.group('A history of random acts', (group) => {
  group.each.teardown(() => clock.restore())

  test(`${ACTS} acts over ${HOUSEHOLDS} households keep counts, list rows and persons right, and each undo restores what was`, async ({
    assert,
  }) => {
    const keys: string[] = []
    const desk = await openDesk((village) => {
      const records = Array.from({ length: HOUSEHOLDS }, (_, n) => distinct(n, village))
      keys.push(...records.map(({ key }) => key))
      return records
    })
    const chance = new SeededChance(SEED)
    const history = new History(desk, chance, keys)
    for (let n = 0; n < ACTS; n++) {
      clock.freeze(new Date(NOON.getTime() + n * 60_000))
      const act = chance.weighted([
        ...([
          ['import', 5],
          ['export', 1],
          ['edit', 4],
          ['restructure', 4],
          ['accept', 3],
          ['return', 3],
          ['reject', 1],
        ] as const),
        ...([
          ['reopen', 2],
          ['propose', 1],
          ['undo', 5],
        ] as const),
      ])
      const before = await history.texts()
      try {
        if (act === 'import' || act === 'export') await history.import(act === 'import')
        else if (act === 'edit') await history.edit()
        else if (act === 'restructure') await history.restructure()
        else if (act === 'propose') await history.propose()
        else if (act !== 'undo') await history.decide(act)
        else if (history.done.length) {
          const [one] = history.done.splice(chance.int(0, history.done.length - 1), 1)
          const { restored } = await one!.undo()
          const after = await history.texts()
          for (const key of history.keys) {
            const wanted = restored.includes(key) ? one!.before : before
            assert.equal(after.get(key), wanted.get(key), `${act} ${n} ${key}`)
          }
          if (restored.length) history.counts.restored = (history.counts.restored ?? 0) + restored.length
        }
        history.counts[act] = (history.counts[act] ?? 0) + 1
      } catch (error) {
        const isRefusal =
          REFUSALS.some((kind) => error instanceof kind) ||
          (error instanceof Error && 'code' in error && String(error.code).startsWith('E_'))
        if (!isRefusal) throw error
        history.counts.refused = (history.counts.refused ?? 0) + 1
        const after = await history.texts()
        if (act !== 'import' && act !== 'export') assert.deepEqual([...after], [...before], `refused ${act} ${n}`)
      }
      assert.deepEqual(await faults(history), [], `${act} ${n}`)
    }
    assert.isAbove(history.counts.restored ?? 0, 0)
    assert.isBelow(history.counts.refused ?? 0, ACTS / 2)
  }).timeout(LONG ? 3_600_000 : 240_000)
})
