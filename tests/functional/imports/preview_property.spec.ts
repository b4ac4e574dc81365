import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { SeededChance } from '#services/demo/chance'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import type { Problem } from '#verification/rules'
import { judgeSets } from '#verification/store/set_rules'
import { readWorking, recapDifferences, RecordWriter, tableNames, type RecordWrite } from '#verification/store/index'
import { regencyForTest } from '#tests/support/places'
import { applyFile, household, importPaths, inDesk, openDesk, proposal, recordsOf, writeExport, type Desk } from './support.js'

const NIKS = ['3201011204789902', '3201014507859901', '3201010605019903', '3201011001909910', null, null]
const CARDS = ['3201010101189901', '3201010101189902', '3201010101189903']
const NAMES = ['UJI SATU', "MA'RUF UJI", 'MARUF UJI', 'UJI EMPAT']
const STATES = ['received', 'accepted', 'withdrawn', 'returned', 'rejected'] as const
const REPAIRS = ['repaired', 'repaired', 'unchanged', 'refused', 'deceased', 'duplicate', 'moved_within', 'cancelled']
const ROUNDS = 6

type Version = { doc: RecordDoc; kind: 'repair' | 'new'; outcome: string }

/** Persons drawn from a few numbers, cards, names and dates, so that every second household meets another. */
function crowded(doc: RecordDoc, chance: SeededChance): RecordDoc {
  const members = doc.groups.members!.map((row): ChildRow => {
    const { nik: _nik, ...rest } = row
    const nik = chance.pick(NIKS)
    return {
      ...(rest as ChildRow),
      ...(nik ? { nik } : {}),
      ...{ nama: chance.pick(NAMES), no_kk: chance.pick(CARDS), tgl_lahir: chance.pick(['1978-04-12', '1985-07-05']) },
      ...{ sta_keberadaan_art: chance.pick([1, 1, 1, 2, 4]) },
    }
  })
  return { ...doc, groups: { ...doc.groups, members } }
}

function drawn(desk: Desk, key: string, kind: Version['kind'], chance: SeededChance): Version {
  const n = Number(key.slice(1))
  const village = chance.pick(desk.issue.villages)
  const doc = crowded(kind === 'new' ? proposal(key, village, n) : household(key, village, n), chance)
  return { doc, kind, outcome: kind === 'new' ? chance.pick(['new', 'new', 'cancelled']) : chance.pick(REPAIRS) }
}

async function write(desk: Desk, versions: readonly (Version & Pick<RecordWrite, 'state'>)[]): Promise<void> {
  await inDesk(desk, async (tx) => {
    const writer = new RecordWriter(tx, desk.place, { type: 'edit', id: 'uji' })
    await writer.write(versions.map((version) => ({ ...version, key: version.doc.key, version: 0, problems: [] })))
    await writer.finish()
  })
}

/** A few of the numbers stand in another regency too. */
async function abroad({ place }: Desk): Promise<void> {
  const other = await regencyForTest()
  const { people } = tableNames(place.module.instrument)
  const owner = db.connection('owner')
  await owner.table('finalisations').insert({
    ...{ period_id: place.periodId, regency_code: other.code, module: place.module.name, updated_at: new Date() },
  })
  await owner.table(people).insert({
    ...{ period_id: place.periodId, regency_code: other.code, district_code: other.district, village_code: other.villages[0] },
    ...{ record_key: 'X01', key: 'X0101', nik: NIKS[0], kk: CARDS[0], active: true },
  })
}

/** What both sides say of a record; the line in the file is the preview's alone. */
function verdict(problems: readonly Problem[]) {
  return problems.map(({ params, ...problem }) => {
    const { line: _line, ...rest } = params ?? {}
    return { ...problem, params: rest }
  })
}

test.group('The preview of a file and what the register says after it', (group) => {
  group.teardown(() => clock.restore())

  for (let round = 1; round <= ROUNDS; round++) {
    test(`every record has the same problems in both, in drawn file ${round}, and no verdict of the register is stale`, async ({
      assert,
    }) => {
      const chance = new SeededChance(`preview ${round}`)
      const keys = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${at + 10}`)
      const desk = await openDesk((village) => keys('H', 9).map((key, at) => crowded(household(key, village, at + 10), chance)))
      await abroad(desk)
      const touched = [...keys('H', 4), ...keys('N', 3)].map((key) => ({
        ...drawn(desk, key, key.startsWith('N') ? 'new' : 'repair', chance),
        state: chance.pick(STATES),
      }))
      await write(desk, touched)
      const records = [...keys('H', 8), ...keys('N', 2), ...keys('P', 5)].map((key) => {
        const before = touched.find(({ doc }) => doc.key === key)
        return before && chance.happens(0.4) ? before : drawn(desk, key, key.startsWith('H') ? 'repair' : 'new', chance)
      })
      const [file] = await importPaths(desk, await writeExport(desk, { device: `PC-${round}`, records }))
      const preview = (await recordsOf(desk, file!)).filter(({ status }) => status !== 'conflict' && status !== 'rejected')
      assert.isAbove(preview.filter(({ setProblems }) => setProblems.length > 0).length, 1, 'the draw met too few twins')
      await applyFile(desk, file!)
      const after = await inDesk(desk, (tx) =>
        readWorking(
          tx,
          desk.place,
          preview.map(({ key }) => key),
        ),
      )
      for (const { key, status, setProblems } of preview) {
        assert.deepEqual(verdict(setProblems), after.get(key)!.setProblems, `${key}, ${status}`)
      }
      const { updates } = tableNames(desk.place.module.instrument)
      const kept = () =>
        inDesk(desk, (tx) =>
          query<{ key: string }>(
            tx,
            `select key, set_problems, blocking, warnings from ${updates} where period_id = ? order by key`,
            [desk.place.periodId],
          ),
        )
      const before = await kept()
      await inDesk(desk, (tx) =>
        judgeSets(
          tx,
          desk.place,
          before.map(({ key }) => key),
        ),
      )
      assert.deepEqual(await kept(), before)
      assert.deepEqual(await inDesk(desk, (tx) => recapDifferences(tx, desk.place)), [])
    })
  }
})
