import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { records } from '#core/plugin'
import { CONSOLE, query, scope, type Tx } from '#services/scope'
import { makeProfile } from '#services/demo/story/people'
import { explain, removalNotice } from '#verification/explain/index'
import { choosePeriod } from '#verification/periods/index'
import { tableNames, type Place } from '#verification/store/index'
import { LISTED, listOf } from './support/list.js'
import { timed, type Verdict } from './support/measure.js'
import { runWatched } from './support/processes.js'

const LIST = 'bsp'
const SECONDS = 60
const MEMORY = 512
/** Families of one village that go out, each with its notice. */
const REMOVED = 100
const NOTICE = 250

/** The list of food aid finalised by its command with the letter, and the notices to all who go out in a village; then it is returned. */
export async function benchFinalising(register: Place): Promise<Verdict[]> {
  const place = await listOf(LIST, register.regency)
  const folder = mkdtempSync(join(tmpdir(), 'siks-bench-'))
  try {
    await makeProfile(place.regency)
    await giveQuota(place, folder)
    const removed = await removeFrom(place)
    const told = await timed(() => notices(place, removed))
    const floor = await timed(() => own(place, (tx) => readAll(tx, place)))
    let memory = 0
    const command = async (name: string, ...args: string[]) => {
      const ran = await runWatched(name, LIST, '--regency', place.regency, ...args, '--json')
      memory = Math.max(memory, ran.memory)
      return ran.output
    }
    const letter = join(folder, 'surat.pdf')
    const sealed = await timed(() => command('plugin:finalise'))
    const issued = await timed(() => command('letter:generate', '--out', letter))
    await command('letter:upload', '--file', letter)
    await command('letter:return', '--reason', 'Pengukuran kecepatan selesai')
    console.log(
      `${LISTED} families: read once ${floor.toFixed(0)} ms, finalised in ${sealed.toFixed(0)} ms (${(sealed / floor).toFixed(1)} floors), ` +
        `letter ${issued.toFixed(0)} ms; ${removed.length} notices ${told.toFixed(0)} ms`,
    )
    return [
      {
        ...{
          what: `${LISTED} KPM and letter`,
          measured: (sealed + issued) / 1000,
          allowed: SECONDS,
          unit: 's',
        },
        how: '60 s for 100,000, two commands with their start',
      },
      { what: 'memory of it', measured: memory, allowed: MEMORY, unit: 'MiB', how: 'no process over 512 MiB' },
      { what: 'notice to a family', measured: told / removed.length, allowed: NOTICE, unit: 'ms', how: 'all of a village' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const own = <T>({ regency }: Place, work: (tx: Tx) => Promise<T>) => scope.run(scope.of(regency, CONSOLE), work)

async function giveQuota({ regency }: Place, folder: string): Promise<void> {
  const file = join(folder, 'kuota.csv')
  writeFileSync(file, `kode_kab;kuota\n${regency};${LISTED}\n`)
  await runWatched('list:load', `${LIST}.quota`, file, '--code-system', 'kemendagri', '--json')
}

/** Families of the largest village accepted to go out; those of an earlier run stay out. */
function removeFrom(place: Place): Promise<string[]> {
  const { current } = tableNames(place.module.instrument)
  const of = [place.periodId, place.regency]
  return own(place, async (tx) => {
    const out = () =>
      query<{ key: string }>(
        tx,
        `select key from ${current} where period_id = ? and regency_code = ? and state = 'accepted' and outcome = 'well_off' limit ${REMOVED}`,
        of,
      )
    if ((await out()).length === 0) {
      const rows = await query<{ key: string }>(
        tx,
        `select key from ${current} where period_id = ? and regency_code = ? and kind = 'none' order by
           (count(*) over (partition by village_code)) desc, village_code, key limit ${REMOVED}`,
        of,
      )
      const keys = rows.map(({ key }) => key)
      const docs = await records.base(tx, place, keys)
      const drafts = keys.map((key) => ({
        ...{ key, version: 0, kind: 'repair' as const, outcome: 'well_off', state: 'received' as const, doc: docs.get(key)! },
      }))
      await records.write(tx, place, { type: 'edit', id: uuid() }, drafts)
      await records.decide(tx, place, keys, { take: 'accept' })
    }
    return (await out()).map(({ key }) => key)
  })
}

async function notices(place: Place, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await own(place, async (tx) => {
      const period = await choosePeriod(tx, place.module, place.regency, undefined)
      await removalNotice(tx, (await explain(tx, period, key, null, 'id'))!)
    })
  }
}

/** Every row of the edition read once and hashed where it lies. */
async function readAll(tx: Tx, { module, editionId, regency }: Place): Promise<void> {
  for (const { name } of [module.instrument.root, ...module.instrument.groups])
    await query(
      tx,
      `select sum(hashtextextended(cast(t as text), 0)) from ${module.name}_${name} t where edition_id = ? and regency_code = ?`,
      [editionId, regency],
    )
}
