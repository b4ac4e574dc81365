import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { bring, csv, run, workbook } from './desk_support.js'
import { bdt, column, edition, HOUSEHOLD, load, MEMBER, stored, VILLAGE, type Cells, type Loaded } from './support.js'

const FAMILY = ['idbdt', 'nuk', 'nokk']
const BUSINESS = ['idbdt', 'idartbdt', 'lapangan_usaha']
const home = (key: string, village = VILLAGE): Cells => [key, village, `KEPALA ${key}`, 'RT 01']
const person = (record: string, key: string, nuk: number, born = '1980-02-03', nik = ''): Cells => [
  ...[record, key, nuk, `ORANG ${key}`, nik, born, 1],
]

/** The rows of a file of rejected rows, after somebody put them right. */
async function putRight(loaded: Loaded, group: string, repair: (line: string) => string): Promise<Cells[]> {
  const text = await loaded.rejected(group)
  return text
    .trim()
    .split('\r\n')
    .map((line) => repair(line).split(';'))
}

const counts = async (id: string) => {
  const [row] = await db.connection().from('edition_regencies').where('edition_id', id)
  return { records: row.records, persons: row.persons }
}
const reasons = ({ report }: Loaded) => report.rejections.map(({ reason }) => reason.id)

test.group('Rejected rows that come back put right', () => {
  test('a member comes to the household that was accepted without him, by the file of rejected rows alone', async ({
    assert,
  }) => {
    const id = await edition('33.71')
    const first = await load(id, {
      households: [HOUSEHOLD, home('H1'), home('H2')],
      members: [MEMBER, person('H1', 'M1', 1), person('H1', 'M2', 1, '31-02-1980'), person('H2', 'M3', 1)],
    })
    assert.deepInclude(first.report, { read: 5, accepted: 4, rejected: 1 })
    assert.deepEqual(await counts(id), { records: 2, persons: 2 })

    const repaired = await putRight(first, 'members', (line) => line.replace('31-02-1980', '28-02-1980'))
    const dry = await load(id, { members: repaired }, { dryRun: true })
    assert.deepInclude(dry.report, { read: 1, accepted: 1, rejected: 0 })
    assert.deepEqual(await counts(id), { records: 2, persons: 2 })
    const second = await load(id, { members: repaired })
    assert.deepInclude(second.report, { read: 1, accepted: 1, rejected: 0 })
    assert.deepEqual(
      second.report.regencies.map(({ code, records, persons }) => ({ code, records, persons })),
      [{ code: '33.71', records: 0, persons: 1 }],
    )
    assert.deepEqual(await counts(id), { records: 2, persons: 3 })
    assert.deepEqual(await column('bdt_members', 'record_key', id, '33.71'), { M1: 'H1', M2: 'H1', M3: 'H2' })
    assert.deepEqual(await column('bdt_members', 'family_key', id, '33.71'), { M1: 'H1-1', M2: 'H1-1', M3: 'H2-1' })
    assert.lengthOf(await stored('bdt_families', id, '33.71'), 2)
    assert.lengthOf(await stored('bdt_households', id, '33.71'), 2)
  })

  test('the household is judged anew with the member that came', async ({ assert }) => {
    const id = await edition('33.71')
    const first = await load(id, {
      households: [
        [...HOUSEHOLD, 'jumlah_art', 'jumlah_keluarga'],
        [...home('H1'), 2, 1],
      ],
      members: [MEMBER, person('H1', 'M1', 1), person('H1', 'M2', 1, '31-02-1980')],
    })
    const isCounted = async () => {
      const [{ problems }] = (await stored('bdt_households', id, '33.71')) as [{ problems: { rule: string }[] }]
      return { problems: problems.length, miscounted: problems.some(({ rule }) => rule === 'BDT-R08') }
    }
    const before = await isCounted()
    await load(id, { members: await putRight(first, 'members', (line) => line.replace('31-02-1980', '28-02-1980')) })
    const after = await isCounted()
    const [row] = await db.connection().from('edition_regencies').where('edition_id', id)
    assert.equal(row.inherited_problems, after.problems)
    assert.isTrue(before.miscounted)
    assert.isFalse(after.miscounted)
  })

  test('a file that comes back wrong again makes a file that can come back as well', async ({ assert }) => {
    const id = await edition('33.71')
    const first = await load(id, {
      households: [HOUSEHOLD, home('H1')],
      members: [MEMBER, person('H1', 'M1', 1), person('H1', 'M2', 1, '31-02-1980')],
    })
    const second = await load(id, { members: await putRight(first, 'members', (line) => line.replace('31-02', '30-02')) })
    assert.deepInclude(second.report, { read: 1, accepted: 0, rejected: 1 })
    const [heading] = (await second.rejected('members')).split('\r\n')
    assert.equal(heading, `baris;${MEMBER.join(';')};alasan;reason`)
    const third = await load(id, { members: await putRight(second, 'members', (line) => line.replace('30-02', '28-02')) })
    assert.deepInclude(third.report, { read: 1, accepted: 1, rejected: 0 })
    assert.deepEqual(await counts(id), { records: 1, persons: 2 })
  })

  test('a NIK that a workbook kept as a number with a lost digit is refused again when it comes back unchanged (S01)', async ({
    assert,
  }) => {
    const id = await edition('33.71')
    const members = await workbook({
      ART: [
        MEMBER,
        ['H1', 'M1', 1, 'UJI', 3201014507859900, '05-07-1985', 2],
        ['H1', 'M2', 1, 'UJI', 3201014507859901, '31-02-1985', 2],
      ],
    })
    const first = await load(id, { households: [HOUSEHOLD, home('H1')], members: Buffer.from(members) })
    assert.deepInclude(first.report.files.members!, { read: 2, accepted: 0, rejected: 2 })
    const repaired = await putRight(first, 'members', (line) => line.replace('31-02-1985', '05-07-1985'))
    const second = await load(id, { members: repaired })
    assert.deepInclude(second.report, { read: 2, accepted: 1, rejected: 1 })
    assert.match(reasons(second)[0]!, /notasi ilmiah/)
    assert.deepEqual(await column('bdt_members', 'nik', id, '33.71'), { M2: '3201014507859901' })
  })

  test('a family that was made from its members gets its card number when its own row comes', async ({ assert }) => {
    const id = await edition('33.71')
    const first = await load(id, {
      households: [HOUSEHOLD, home('H1')],
      families: [FAMILY, ['H1', 1, '3371010101189901'], ['H1', 2, '3,37101E+15']],
      members: [MEMBER, person('H1', 'M1', 1), person('H1', 'M2', 2)],
    })
    assert.deepEqual(await column('bdt_families', 'nokk', id, '33.71'), { 'H1-1': '3371010101189901', 'H1-2': null })
    const families = await putRight(first, 'families', (line) => line.replace('3,37101E+15', '3371010101189902'))
    const second = await load(id, { families })
    assert.deepInclude(second.report, { read: 1, accepted: 1, rejected: 0 })
    assert.deepEqual(await column('bdt_families', 'nokk', id, '33.71'), {
      ...{ 'H1-1': '3371010101189901', 'H1-2': '3371010101189902' },
    })
    assert.lengthOf(await stored('bdt_members', id, '33.71'), 2)
    assert.deepEqual(reasons(await load(id, { families })), ['Kunci ini sudah dimuat dalam edisi ini.'])
  })

  test('S10: what the edition has is not added again, businesses without a key of their own among it', async ({ assert }) => {
    const id = await edition('33.71')
    const files = {
      households: [HOUSEHOLD, home('H1')],
      members: [MEMBER, person('H1', 'M1', 1), person('H1', 'M2', 1)],
      businesses: [BUSINESS, ['H1', 'M1', 1], ['H1', 'M1', 2]],
    }
    await load(id, files)
    const whole = await stored('bdt_households', id, '33.71')
    const again = await load(id, files)
    assert.deepInclude(again.report, { read: 5, accepted: 0, rejected: 5 })
    assert.deepEqual(reasons(again).slice(-2), [
      ...Array<string>(2).fill('Usaha ART dari pemilik ini sudah dimuat dalam edisi ini.'),
    ])
    assert.deepEqual(await stored('bdt_households', id, '33.71'), whole)
    const added = await load(id, { businesses: [BUSINESS, ['H1', 'M2', 3]] })
    assert.deepInclude(added.report, { read: 1, accepted: 1, rejected: 0 })
    assert.deepEqual(await column('bdt_businesses', 'lapangan_usaha', id, '33.71'), { 'M1-1': 1, 'M1-2': 2, 'M2-1': 3 })
    assert.deepEqual(await counts(id), { records: 1, persons: 2 })
  })

  test('a member of a household of another edition, or of none, is still rejected', async ({ assert }) => {
    const other = await edition('33.71')
    await load(other, { households: [HOUSEHOLD, home('H9')] })
    const id = await edition('33.71')
    await load(id, { households: [HOUSEHOLD, home('H1')] })
    const added = await load(id, { members: [MEMBER, person('H9', 'M9', 1), person('H1', 'M1', 1)] })
    assert.deepInclude(added.report, { read: 2, accepted: 1, rejected: 1 })
    assert.deepEqual(reasons(added), [`${bdt().instrument.root.label.id} ini tidak ada di berkasnya.`])
  })

  test('persons are compared over several loads as in one, with those they were like before', async ({ assert }) => {
    const [A, B] = ['3371010101800001', '3371010101800002']
    const parts: { households: Cells[]; members: Cells[] }[] = [
      {
        households: [home('H1'), home('H2')],
        members: [person('H1', 'M1', 1, '1980-02-03', A), person('H2', 'M2', 1, '1981-02-03', A)],
      },
      { households: [home('H3')], members: [person('H3', 'M3', 1, '1982-02-03', A), person('H3', 'M4', 1, '1983-02-03', B)] },
      { households: [home('H4'), home('H5')], members: [person('H4', 'M5', 1, '1984-02-03', B), person('H5', 'M6', 1)] },
    ]
    const headed = ({ households, members }: (typeof parts)[number]) => ({
      ...{ households: [HOUSEHOLD, ...households], members: [MEMBER, ...members] },
    })
    const [several, whole] = [await edition('33.71'), await edition('33.71')]
    for (const part of parts) await load(several, headed(part))
    const all = { households: parts.flatMap(({ households }) => households), members: parts.flatMap(({ members }) => members) }
    await load(whole, headed(all))
    const problems = (id: string) => column('bdt_households', 'problems', id, '33.71')
    assert.deepEqual(await problems(several), await problems(whole))
    const noted = (id: string) =>
      db.connection().from('edition_regencies').select('records', 'persons', 'inherited_problems').where('edition_id', id)
    assert.deepEqual(await noted(several), await noted(whole))
    const doubles = Object.values(await problems(several)).map(
      (found) => (found as { rule: string }[]).filter(({ rule }) => rule === bdt().setRules!.duplicateNik).length,
    )
    assert.deepEqual(doubles, [1, 1, 2, 1, 0])
  })

  test('at the desk the file of members alone is enough for an edition that is being loaded', async ({ assert }) => {
    const id = await edition('33.71')
    await load(id, { households: [HOUSEHOLD, home('H1')], members: [MEMBER, person('H1', 'M1', 1)] })
    const brought = await bring('bdt.edition', { 'art.csv': csv(MEMBER, person('H1', 'M2', 1)) })
    assert.deepEqual(Object.keys(brought.parts), ['members'])
    const applied = await run(brought, { code_system: 'kemendagri', edition: id }, { apply: true })
    assert.equal(applied.state, 'applied', applied.reason ?? '')
    assert.deepInclude(applied.report!, { read: 1, accepted: 1, rejected: 0 })
    assert.deepEqual(await counts(id), { records: 1, persons: 2 })
    const alone = await bring('bdt.edition', { 'art.csv': csv(MEMBER, person('H1', 'M3', 1)) })
    const asked = { code_system: 'kemendagri', name: 'Edisi baru', decree: '8/HUK/2019', decree_date: '2019-01-10' }
    await assert.rejects(() => run(alone, asked), 'Pilih berkas atau lembar untuk rumah tangga.')
  })
})
