import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { addDays } from '#domain/calendar_date'
import { registry, type VerificationModule } from '#kernel/registry'
import { seedEdition } from '#services/demo/seed_edition'
import { simulate } from '#services/demo/simulate'
import { todayOfStory } from '#services/demo/story/index'
import { query, scope, SYSTEM } from '#services/scope'
import type { SiksRecord } from '#siks/format'
import { evaluate } from '#verification/engine'
import { readExport } from '#verification/issues/read_export'
import { openPeriod, periodFor, placeOf } from '#verification/periods/index'
import { readBase, tableNames, type Place } from '#verification/store/index'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { regencyForTest } from '#tests/support/places'
import { layAside } from './support.js'

const HOUSEHOLDS = 480
const LISTED = 120
const PROPOSED = 2
/** Of those proposed, for a village may have no other household of the register left. */
const RESIDENTS = 0.3
/** Deliberate exceptions: families that the register does not know, names that the bank writes otherwise. */
const STRANGERS = 0.09
const SPELT = 0.08

const asSystem = <T>(regency: string, work: Parameters<typeof scope.run<T>>[1]) => scope.run(scope.of(regency, SYSTEM), work)

async function seeded(module: VerificationModule, regency: string, records: number): Promise<Place> {
  const today = todayOfStory()
  const { edition } = await seedEdition({
    ...{ module, name: `Kerabat ${module.name} ${regency}`, decree: 'contoh', decreeDate: today, seed: 'kerabat', dirt: 1 },
    ...{ regencies: [{ code: regency, records }], actor: SYSTEM },
  })
  await openPeriod({
    ...{
      module,
      editionId: edition,
      name: `Kerabat ${module.name}`,
      untilOn: addDays(today, 20),
      finaliseDays: 14,
      actor: SYSTEM,
    },
  })
  return placeOf((await asSystem(regency, (tx) => periodFor(tx, module, regency)))!)
}

function everybody(place: Place): Promise<RecordDoc[]> {
  const { base } = tableNames(place.module.instrument)
  return asSystem(place.regency, async (tx) => {
    const keys = await query<{ key: string }>(tx, `select key from ${base} where edition_id = ? and regency_code = ?`, [
      place.editionId,
      place.regency,
    ])
    const docs = await readBase(
      tx,
      place,
      keys.map(({ key }) => key),
    )
    return [...docs.values()]
  })
}

/** Persons of whom an operator of another programme proposes that they come onto its list. */
async function proposed(regency: string, village: string, name: string): Promise<SiksRecord[]> {
  const folder = await mkdtemp(join(tmpdir(), 'siks-kerabat-'))
  try {
    const request = { module: name, regency, villages: [village], seed: 'kerabat', errors: 0, added: PROPOSED, actor: SYSTEM }
    const { file } = await simulate({ ...request, out: join(folder, 'usulan.siks') })
    const { records } = await readExport(scope.of(regency, SYSTEM), file)
    return [...records.values()].filter(({ kind }) => kind === 'new')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const share = <T>(rows: readonly T[], holds: (row: T) => boolean) => rows.filter(holds).length / rows.length

test.group('People of the demonstration', (group) => {
  group.tap((one) => one.timeout(120_000))
  group.setup(async () => {
    await layAside()
    return layAside
  })

  test('who stands on the list of another programme is a person of the household that it names, and no NIK is met by chance', async ({
    assert,
  }) => {
    const { code: regency } = await regencyForTest()
    const households = new Map(
      (await everybody(await seeded(registry.module('bdt'), regency, HOUSEHOLDS))).map((doc) => [doc.key, doc]),
    )
    const members = [...households.values()].flatMap(({ groups }) => groups.members!)
    for (const [name, rows] of [
      ['bsp', 'members'],
      ['pbi', 'persons'],
    ] as const) {
      const listed = await everybody(await seeded(registry.module(name), regency, LISTED))
      assert.lengthOf(listed, LISTED)
      for (const { key, values } of listed) assert.exists(values.nama_pengurus ?? values.nama_peserta, `${name} ${key}: name`)
      const cards = listed.flatMap(({ values }) => values.no_kks ?? values.no_bpjs ?? [])
      assert.lengthOf(new Set(cards), cards.length, `${name}: cards`)
      const known = listed.filter(({ values }) => values.idbdt !== undefined)
      assert.isBelow(1 - known.length / listed.length, STRANGERS, `${name}: unknown to the register`)
      const persons = known.flatMap((record) => {
        const household = households.get(String(record.values.idbdt))
        assert.exists(household, `${name} ${record.key}`)
        assert.equal(record.values.village_code, household!.values.village_code)
        assert.equal(record.values.alamat, household!.values.alamat)
        return record.groups[rows]!.map((person) => {
          const own = household!.groups.members!.find(({ key }) => key === person.id_art)
          assert.exists(own, `${name} ${record.key} ${person.key}`)
          return { person, own: own! }
        })
      })
      for (const { person, own } of persons)
        for (const answer of ['no_kk', 'tgl_lahir', 'jns_kel', 'hubkel'])
          assert.equal(person[answer], own[answer], `${name} ${person.key} ${answer}`)
      assert.isBelow(
        share(persons, ({ person, own }) => person.nama !== own.nama),
        SPELT,
        `${name}: names`,
      )
      assert.isAbove(
        share(persons, ({ person, own }) => person.nik === own.nik),
        0.85,
        `${name}: NIK`,
      )
      assert.isBelow(
        share(persons, ({ person, own }) => isOfAnother(person, own, members)),
        0.03,
        `${name}: NIK of others`,
      )
      const villages = [...new Set(listed.map(({ values }) => String(values.village_code)))]
      const newcomers: SiksRecord[] = []
      for (const village of villages) newcomers.push(...(await proposed(regency, village, name)))
      assert.lengthOf(newcomers, villages.length * PROPOSED)
      for (const { outcome, ...record } of newcomers) {
        const context = { today: todayOfStory(), outcome, kind: 'new' as const, base: null }
        const blocks = evaluate(registry.module(name).rules, record, context).filter(({ severity }) => severity === 'block')
        assert.deepEqual(blocks, [], `${name}: proposed`)
      }
      const isResident = ({ nama, tgl_lahir: born }: ChildRow) =>
        members.some((member) => member.nama === nama && member.tgl_lahir === born)
      assert.isAbove(
        share(newcomers, (record) => record.groups[rows]!.every(isResident)),
        RESIDENTS,
        `${name}: proposed`,
      )
    }
  })
})

/** Whether the person bears a NIK that somebody else has in the register. */
function isOfAnother(person: ChildRow, own: ChildRow, members: readonly ChildRow[]): boolean {
  return (
    person.nik !== undefined && person.nik !== own.nik && members.some(({ nik, key }) => nik === person.nik && key !== own.key)
  )
}
