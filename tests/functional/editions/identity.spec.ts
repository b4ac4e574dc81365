import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { column, edition, HOUSEHOLD, load, MEMBER, reasons, stored, VILLAGE } from './support.js'

const NOON = new Date('2026-11-25T12:00:00+07:00')
const home = (key: string) => [key, VILLAGE, 'SITI UJI', 'JL UJI 1']

test.group('edition:load, identity numbers and dates', (group) => {
  group.each.setup(() => {
    clock.freeze(NOON)
    return () => clock.restore()
  })

  test('S01: what a spreadsheet ate is rejected, what it only dressed up is stored as sixteen digits of text', async ({
    assert,
  }) => {
    const cells = {
      M01: '3,20101E+15',
      M02: '3.20101E+15',
      M03: '32010145078599O1',
      M04: "'3201014507859901",
      M05: ' 3201014507859902 ',
      M06: '32.0101.450785.9903',
      M07: '3201 0145 0785 9904',
      M08: '3201\u00a00145\u00a00785\u00a09905',
      M09: '320101450785990',
      M10: '32010145078599011',
    }
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1')],
      members: [MEMBER, ...Object.entries(cells).map(([key, nik]) => ['H1', key, 1, `UJI ${key}`, nik, '', 2])],
    })
    const niks = await column('bdt_members', 'nik', loaded.edition, '33.71')
    assert.deepEqual(niks, {
      M04: '3201014507859901',
      M05: '3201014507859902',
      M06: '3201014507859903',
      M07: '3201014507859904',
      M08: '3201014507859905',
      M09: '320101450785990',
      M10: '32010145078599011',
    })
    assert.deepEqual(
      loaded.report.rejections.map(({ row, column: name, value }) => [row, name, value]),
      [
        [2, 'nik', '3,20101E+15'],
        [3, 'nik', '3.20101E+15'],
        [4, 'nik', '3201••••••O1'],
      ],
    )
    assert.equal(loaded.report.inherited.by_rule['BDT-R01'], 2, 'the two numbers of a wrong length load as inherited problems')
  })

  test('S02: a NIK from elsewhere is taken, one that cannot be is an inherited problem, a disagreeing birth date only warns', async ({
    assert,
  }) => {
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1')],
      members: [
        MEMBER,
        ['H1', 'M1', 1, 'SITI UJI', '3201014507859901', '1985-07-06', 1],
        ['H1', 'M2', 1, 'BUDI UJI', '3310011204789902', '12-04-1978', 1],
        ['H1', 'M3', 1, 'TIGA UJI', '3201013504789906', '', 1],
        ['H1', 'M4', 1, 'EMPAT UJI', '3201014507850000', '', 2],
        ['H1', 'M5', 1, 'LIMA UJI', '3201011511269914', '1926-11-15', 1],
        ['H1', 'M6', 1, 'ENAM UJI', '3201012902019905', '', 1],
      ],
    })
    assert.deepInclude(loaded.report.files.members, { read: 6, accepted: 6, rejected: 0 })
    const [{ problems }] = (await stored('bdt_households', loaded.edition, '33.71')) as [{ problems: Found[] }]
    const of = (rule: string) => problems.filter((problem) => problem.rule === rule).map(({ fields }) => fields[0]!.key)
    assert.sameMembers(of('BDT-R01'), ['M3', 'M4', 'M6'])
    assert.sameMembers(of('BDT-R03'), ['M1', 'M1'], 'birth date and sex of the first are both named')
    assert.isTrue(
      problems.filter(({ rule }) => ['BDT-R01', 'BDT-R03'].includes(rule)).every(({ severity }) => severity === 'warn'),
    )
  })

  test('S03: persons without NIK are three persons, no doubles of each other, and their placeholder is never stored', async ({
    assert,
  }) => {
    const placeholders = ['0', '', '-', '0000000000000000']
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1')],
      members: [
        MEMBER,
        ...placeholders.map((nik, index) => ['H1', `M${index}`, 1, `UJI ${index}`, nik, `1980-01-0${index + 1}`, 1]),
      ],
    })
    assert.deepEqual(await column('bdt_members', 'nik', loaded.edition, '33.71'), { M0: null, M1: null, M2: null, M3: null })
    assert.equal(loaded.report.inherited.by_rule['BDT-R01'], 4, 'each is marked as without NIK')
    assert.isUndefined(loaded.report.inherited.by_rule['BDT-R02'])
    assert.isUndefined(loaded.report.inherited.by_rule['BDT-R28'])
  })

  test('S06: day comes first, nothing is swapped or guessed, and no date lies ahead', async ({ assert }) => {
    const good = ['04/03/1987', '4-3-1987', '04.03.1987', '1987-03-04', '4 Maret 1987', '04 Mar 1987']
    const bad = ['03/25/1987', '31/02/1987', '00/03/1987', '04/03/87', '1987', '12/11/2027']
    const rows = [...good, ...bad].map((date, index) => [
      'H1',
      `M${String(index).padStart(2, '0')}`,
      1,
      `UJI ${index}`,
      '',
      date,
      2,
    ])
    const loaded = await load(await edition('33.71'), { households: [HOUSEHOLD, home('H1')], members: [MEMBER, ...rows] })
    const dates = await column('bdt_members', 'tgl_lahir', loaded.edition, '33.71')
    assert.deepEqual(
      Object.values(dates),
      good.map(() => '1987-03-04'),
    )
    assert.deepEqual(
      loaded.report.rejections.map(({ row, value }) => [row, value]),
      bad.map((date, index) => [good.length + 2 + index, date]),
    )
    assert.include(reasons(loaded)[0], 'Bulan 25 tidak ada')
  })

  test('S07: a birth date before 1964 is the same day whatever the zone of the server', async ({ assert, cleanup }) => {
    const zone = process.env.TZ
    cleanup(() => {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    })
    for (const place of ['UTC', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']) {
      process.env.TZ = place
      const loaded = await load(await edition('33.71'), {
        households: [HOUSEHOLD, home('H1')],
        members: [
          MEMBER,
          ['H1', 'M1', 1, 'SITI UJI', '3201012512629921', '25/12/1962', 1],
          ['H1', 'M2', 1, 'DUA', '', '01-01-1949', 1],
        ],
      })
      assert.deepEqual(await column('bdt_members', 'tgl_lahir', loaded.edition, '33.71'), { M1: '1962-12-25', M2: '1949-01-01' })
    }
  })

  test('one NIK on two persons loads and is an inherited problem of both', async ({ assert }) => {
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1'), home('H2'), home('H3')],
      members: [
        MEMBER,
        ['H1', 'M1', 1, 'SATU UJI', '3201011204789902', '', 1],
        ['H2', 'M2', 1, 'DUA UJI', '3201011204789902', '', 1],
        ['H3', 'M3', 1, 'TIGA UJI', '3201011204789903', '', 1],
      ],
    })
    const rows = (await stored('bdt_households', loaded.edition, '33.71')) as { key: string; problems: Found[] }[]
    const doubled = rows.flatMap(({ key, problems }) =>
      problems.filter(({ rule }) => rule === 'BDT-R02').map(({ params }) => [key, params?.other, params?.nik]),
    )
    assert.deepEqual(doubled, [
      ['H1', 'H2', '3201**********02'],
      ['H2', 'H1', '3201**********02'],
    ])
  })

  test('a date is judged by the day in its own zone: born today in Papua, while it is still yesterday in Jakarta', async ({
    assert,
  }) => {
    clock.freeze(new Date('2026-11-25T22:30:00+07:00'))
    const born = (household: string, key: string) => [household, key, 1, `UJI ${key}`, '', '26-11-2026', 1]
    const east = { key: 'H2', village: '91.71.01.1001' }
    const both = await load(await edition('33.71', '91.71'), {
      households: [HOUSEHOLD, home('H1'), [east.key, east.village, 'BUDI UJI', 'JL UJI 2']],
      members: [MEMBER, born('H1', 'M1'), born('H2', 'M2')],
    })
    const problems = async (regency: string) =>
      ((await stored('bdt_households', both.edition, regency)) as { problems: Found[] }[]).flatMap(({ problems: found }) =>
        found.filter(({ params }) => params?.case === 'future').map(({ fields }) => fields[0]?.key),
      )
    assert.deepEqual([await problems('33.71'), await problems('91.71')], [['M1'], []])
    const west = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1')],
      members: [MEMBER, born('H1', 'M1')],
    })
    assert.lengthOf(reasons(west), 1, 'where no regency of the edition has that day, the cell itself is refused')
  })
  test('a family card of two households is found where its number stands with the family alone', async ({ assert }) => {
    const card = '3371010101189901'
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1'), home('H2'), home('H3')],
      families: [
        ['idbdt', 'nuk', 'nokk'],
        ['H1', 1, card],
        ['H2', 1, card],
        ['H3', 1, '3371010101189902'],
      ],
      members: [MEMBER, ...['H1', 'H2', 'H3'].map((key, at) => [key, `M${at}`, 1, `UJI ${at}`, '', '', 2])],
    })
    const problems = await column('bdt_households', 'problems', loaded.edition, '33.71')
    const others = Object.entries(problems).map(([key, found]) => [
      key,
      ...(found as Found[]).flatMap(({ rule, params }) => (rule === 'BDT-R04' && params?.other ? [params.other] : [])),
    ])
    assert.deepEqual(others, [['H1', 'H2'], ['H2', 'H1'], ['H3']])
  })
})

interface Found {
  rule: string
  severity: string
  fields: { key?: string; field: string }[]
  params?: Record<string, unknown>
}
