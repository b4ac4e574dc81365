import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { query } from '#services/scope'
import type { ChildRow, RecordDoc, Values } from '#verification/instrument'
import { message } from '#verification/message'
import type { Problem } from '#verification/rules'
import { readWorking, RecordWriter, tableNames, type Place, type RecordWrite } from '#verification/store/index'
import { inScope, regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister } from '#tests/support/register'

const NIK = '3201011204789902'
const CARD = '3201010101189901'

/** A household of one person; NIK, card and birth date are its own unless told. */
function home(key: string, village: string, person: Values = {}, values: Values = {}): RecordDoc {
  const two = key.slice(-2).padStart(2, '0')
  const own = { nama: `UJI ${key}`, nik: `32010112057899${two}`, no_kk: `32010101011898${two}`, tgl_lahir: '1978-04-12' }
  const member = {
    key: `${key}01`,
    family_key: `${key}F1`,
    hub_krt: 1,
    nuk: 1,
    hubkel: 1,
    jns_kel: 1,
    ...own,
    ...person,
  } as ChildRow
  return {
    key,
    values: { idbdt: key, village_code: village, nama_krt: String(member.nama), alamat: 'JL UJI 1', ...values },
    groups: { families: [{ key: `${key}F1`, nuk: 1, nokk: String(member.no_kk) }], members: [member] },
  }
}

interface Register {
  regency: TestRegency
  village: string
  place: Place
}

async function register(records: (village: string) => RecordDoc[]): Promise<Register> {
  const regency = await regencyForTest()
  const village = regency.villages[0]!
  return { regency, village, place: await openRegister(regency.code, records(village)) }
}

async function save({ place }: Register, doc: RecordDoc, more: Partial<RecordWrite> = {}): Promise<void> {
  await inScope(place.regency, async (tx) => {
    const version = (await readWorking(tx, place, [doc.key])).get(doc.key)?.version ?? 0
    const writer = new RecordWriter(tx, place, { type: 'edit', id: 'uji' })
    const repair: RecordWrite = {
      key: doc.key,
      version,
      kind: 'repair',
      outcome: 'repaired',
      state: 'received',
      doc,
      problems: [],
    }
    await writer.write([{ ...repair, ...more }])
    await writer.finish()
  })
}

const proposed = { kind: 'new', outcome: 'new' } as const

async function problemsOf({ place }: Register, key: string): Promise<Problem[]> {
  const working = await inScope(place.regency, (tx) => readWorking(tx, place, [key]))
  return working.get(key)!.setProblems
}

const codesOf = async (at: Register, key: string) => (await problemsOf(at, key)).map(({ rule }) => rule)

async function blockingOf({ place }: Register, key: string): Promise<number> {
  const { current } = tableNames(place.module.instrument)
  const [row] = await inScope(place.regency, (tx) =>
    query<{ blocking: number }>(tx, `select blocking from ${current} where period_id = ? and key = ?`, [place.periodId, key]),
  )
  return row!.blocking
}

test.group('Who counts for the rules over the register', () => {
  for (const outcome of ['duplicate', 'deceased', 'moved_out', 'not_found', 'well_off', 'part_of_other']) {
    test(`one of two twins marked "${outcome}" frees both, and taken back it blocks both again`, async ({ assert }) => {
      const at = await register((village) => [home('H01', village, { nik: NIK }), home('H02', village, { nik: NIK })])
      const [one, two] = [home('H01', at.village, { nik: NIK }), home('H02', at.village, { nik: NIK })]
      await save(at, one)
      await save(at, two)
      assert.deepEqual(await Promise.all([blockingOf(at, 'H01'), blockingOf(at, 'H02')]), [1, 1])
      await save(at, two, { outcome })
      assert.deepEqual(await Promise.all([blockingOf(at, 'H01'), blockingOf(at, 'H02')]), [0, 0])
      assert.deepEqual([await codesOf(at, 'H01'), await codesOf(at, 'H02')], [[], []])
      await save(at, two, { outcome: 'repaired' })
      assert.deepEqual([await codesOf(at, 'H01'), await codesOf(at, 'H02')], [['BDT-R02'], ['BDT-R02']])
    })
  }

  test('a removed twin of the untouched edition does not block the one that stays', async ({ assert }) => {
    const at = await register((village) => [home('H01', village, { nik: NIK, no_kk: CARD }), home('H02', village)])
    await save(at, home('H02', at.village, { nik: NIK, no_kk: CARD }))
    assert.deepEqual(await codesOf(at, 'H02'), ['BDT-R02', 'BDT-R04'])
    await save(at, home('H01', at.village, { nik: NIK, no_kk: CARD }), { outcome: 'deceased' })
    assert.deepEqual(await codesOf(at, 'H02'), [])
  })

  test('a person who died or moved counts on neither side', async ({ assert }) => {
    const at = await register((village) => [home('H01', village), home('H02', village)])
    await save(at, home('H01', at.village, { nik: NIK, sta_keberadaan_art: 2 }))
    await save(at, home('H02', at.village, { nik: NIK, sta_keberadaan_art: 1 }))
    assert.deepEqual([await codesOf(at, 'H01'), await codesOf(at, 'H02')], [[], []])
    await save(at, home('H01', at.village, { nik: NIK, sta_keberadaan_art: 1 }))
    assert.deepEqual([await codesOf(at, 'H01'), await codesOf(at, 'H02')], [['BDT-R02'], ['BDT-R02']])
  })

  test('a rule looks only at the outcomes it names: of a refusal nothing is asked, yet its persons still count', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village, { nik: NIK }), home('H02', village)])
    await save(at, home('H01', at.village, { nik: NIK }), { outcome: 'refused' })
    await save(at, home('H02', at.village, { nik: NIK }))
    assert.deepEqual([await codesOf(at, 'H01'), await codesOf(at, 'H02')], [[], ['BDT-R02']])
  })

  for (const state of ['withdrawn', 'returned', 'rejected'] as const) {
    test(`a proposal that is ${state} frees its twin, and opened again it blocks both`, async ({ assert }) => {
      const at = await register((village) => [home('H02', village)])
      await save(at, home('N01', at.village, { nik: NIK }), proposed)
      await save(at, home('H02', at.village, { nik: NIK }))
      assert.deepEqual([await codesOf(at, 'N01'), await codesOf(at, 'H02')], [['BDT-R02'], ['BDT-R02']])
      await save(at, home('N01', at.village, { nik: NIK }), { ...proposed, state })
      assert.deepEqual([await codesOf(at, 'N01'), await codesOf(at, 'H02')], [[], []])
      await save(at, home('N01', at.village, { nik: NIK }), { ...proposed, state: 'received' })
      assert.deepEqual([await codesOf(at, 'N01'), await codesOf(at, 'H02')], [['BDT-R02'], ['BDT-R02']])
    })
  }

  test('of a withdrawn repair the edition counts: its old NIK is taken again, the typed one is free', async ({ assert }) => {
    const typed = '3201011204789977'
    const at = await register((village) => [home('H01', village, { nik: NIK }), home('H02', village), home('H03', village)])
    await save(at, home('H02', at.village, { nik: NIK }))
    await save(at, home('H03', at.village, { nik: typed }))
    assert.deepEqual([await codesOf(at, 'H02'), await codesOf(at, 'H03')], [['BDT-R02'], []])
    await save(at, home('H01', at.village, { nik: typed }))
    assert.deepEqual([await codesOf(at, 'H02'), await codesOf(at, 'H03')], [[], ['BDT-R02']])
    await save(at, home('H01', at.village, { nik: typed }), { state: 'withdrawn' })
    assert.deepEqual([await codesOf(at, 'H02'), await codesOf(at, 'H03')], [['BDT-R02'], []])
    await save(at, home('H01', at.village, { nik: typed }), { outcome: 'cancelled' })
    assert.deepEqual([await codesOf(at, 'H02'), await codesOf(at, 'H03')], [['BDT-R02'], []])
  })
})

test.group('Rules over the register', () => {
  test('R28: same name, birth date and village without a NIK, on both, whatever the spelling of the apostrophe', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village), home('H02', village), home('H03', village)])
    const without = (key: string, nama: string, more: Values = {}) => {
      const doc = home(key, at.village, { nama, ...more })
      delete doc.groups.members![0]!.nik
      return doc
    }
    await save(at, without('H01', "MA'RUF UJI"))
    await save(at, without('H02', 'MA’RUF UJI'))
    assert.deepEqual(await problemsOf(at, 'H01'), [
      {
        rule: 'BDT-R28',
        severity: 'warn',
        fields: [{ group: 'members', key: 'H0101', field: 'nama' }],
        params: { other: 'H02', who: "MA'RUF UJI" },
      },
    ])
    assert.deepEqual(await codesOf(at, 'H02'), ['BDT-R28'])
    await save(at, home('H03', at.village, { nama: 'MARUF UJI' }))
    assert.deepEqual(await codesOf(at, 'H03'), ['BDT-R28'], 'one of the two without NIK is enough')
    await save(at, without('H01', 'LAIN SEKALI'))
    assert.deepEqual([await codesOf(at, 'H01'), await codesOf(at, 'H02')], [[], ['BDT-R28']])
    await save(at, without('H02', 'MARUF UJI', { tgl_lahir: '1978-04-13' }))
    assert.deepEqual([await codesOf(at, 'H02'), await codesOf(at, 'H03')], [[], []], 'the neighbour is judged anew')
  })

  test('R28: two persons of one card and name of whom one has no NIK, in one household or two; with two NIK they are two persons', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village), home('H02', village)])
    const pair = (first: Values, second: Values) => {
      const doc = home('H01', at.village, { no_kk: CARD, nama: 'UJI SAMA', ...first })
      const other = {
        ...doc.groups.members![0]!,
        key: 'H0102',
        hub_krt: 3,
        hubkel: 3,
        tgl_lahir: '2001-05-06',
        ...second,
      } as ChildRow
      return { ...doc, groups: { ...doc.groups, members: [doc.groups.members![0]!, other] } }
    }
    const numbered = pair({ nik: NIK }, { nik: '3201010605019903' })
    await save(at, numbered)
    assert.deepEqual(await codesOf(at, 'H01'), [])
    const unnumbered = structuredClone(numbered)
    delete unnumbered.groups.members![1]!.nik
    await save(at, unnumbered)
    const found = await problemsOf(at, 'H01')
    assert.deepEqual(
      found.map(({ rule, severity, params }) => [rule, severity, params?.case, params?.other, params?.kk]),
      [
        ['BDT-R28', 'warn', 'namesake', 'H01', '3201**********01'],
        ['BDT-R28', 'warn', 'namesake', 'H01', '3201**********01'],
      ],
    )
    const { rules, instrument } = at.place.module
    const rule = rules.find(({ code }) => code === 'BDT-R28')!
    assert.equal(
      message(rule, found[0]!, 'id', instrument),
      'ART (UJI SAMA) mungkin tercatat dua kali: nama dan No. KK 3201**********01 sama dengan ART lain pada rumah tangga H01. Periksa apakah orangnya sama.',
    )
    assert.equal(await blockingOf(at, 'H01'), 0)
  })

  test('R30: a record whose village is no current one of this regency is blocked, with the code it has', async ({ assert }) => {
    const at = await register((village) => [home('H01', village)])
    const elsewhere = await regencyForTest()
    await save(at, home('H01', at.village))
    assert.deepEqual(await codesOf(at, 'H01'), [])
    await save(at, home('H01', elsewhere.villages[0]!))
    assert.deepEqual(await problemsOf(at, 'H01'), [
      { rule: 'BDT-R30', severity: 'block', fields: [{ field: 'village_code' }], params: { village: elsewhere.villages[0]! } },
    ])
    assert.equal(await blockingOf(at, 'H01'), 1)
  })
})

test.group('Numbers that another regency holds', () => {
  /** A person of another regency in the same period, as that regency's own work would list him. */
  async function abroad(at: Register, key: string, person: { nik?: string; kk?: string; stays?: boolean }): Promise<TestRegency> {
    const { people } = tableNames(at.place.module.instrument)
    const other = await regencyForTest()
    await db
      .connection('owner')
      .table('finalisations')
      .insert({
        ...{ period_id: at.place.periodId, regency_code: other.code, module: at.place.module.name, updated_at: new Date() },
      })
    await inScope(other.code, (tx) =>
      tx.trx.table(people).insert({
        ...{
          period_id: at.place.periodId,
          regency_code: other.code,
          district_code: other.district,
          village_code: other.villages[0],
        },
        ...{
          record_key: key,
          key: `${key}01`,
          name: 'ORANG LAIN',
          name_key: 'ORANG LAIN',
          nik: null,
          kk: null,
          active: true,
          ...person,
        },
      }),
    )
    return other
  }

  test('a NIK and a card held there are warned of, never blocked, and nothing of the other regency is told', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village)])
    const other = await abroad(at, 'X01', { nik: NIK, kk: CARD })
    await save(at, home('H01', at.village, { nik: NIK, no_kk: CARD }))
    const found = await problemsOf(at, 'H01')
    assert.deepEqual(found, [
      {
        ...{ rule: 'BDT-R02', severity: 'warn', fields: [{ group: 'members', key: 'H0101', field: 'nik' }] },
        params: { case: 'elsewhere', who: 'UJI H01', nik: '3201**********02' },
      },
      {
        ...{ rule: 'BDT-R04', severity: 'warn', fields: [{ group: 'members', key: 'H0101', field: 'no_kk' }] },
        params: { case: 'elsewhere', who: 'UJI H01', kk: '3201**********01' },
      },
    ])
    assert.equal(await blockingOf(at, 'H01'), 0)
    const { rules, instrument } = at.place.module
    for (const problem of found) {
      const sentence = message(
        rules.find(({ code }) => code === problem.rule)!,
        problem,
        'id',
        instrument,
      )
      assert.include(sentence, 'terdaftar di wilayah lain')
      assert.notInclude(JSON.stringify(problem) + sentence, other.code)
      assert.notInclude(JSON.stringify(problem) + sentence, 'X01')
    }
  })

  test('who does not stay there is not found, and the answer follows what that regency does', async ({ assert }) => {
    const at = await register((village) => [home('H01', village)])
    const { people } = tableNames(at.place.module.instrument)
    const other = await abroad(at, 'X01', { nik: NIK, stays: false })
    const again = async () => {
      await save(at, home('H01', at.village, { nik: NIK }))
      return codesOf(at, 'H01')
    }
    assert.deepEqual(await again(), [])
    const change = (sql: string) => inScope(other.code, (tx) => query(tx, sql, [at.place.periodId, other.code]))
    await change(`update ${people} set stays = true where period_id = ? and regency_code = ?`)
    assert.deepEqual(await again(), ['BDT-R02'])
    await change(`update ${people} set nik = '3201011204789978' where period_id = ? and regency_code = ?`)
    assert.deepEqual(await again(), [])
    await change(`update ${people} set nik = '${NIK}' where period_id = ? and regency_code = ?`)
    assert.deepEqual(await again(), ['BDT-R02'])
    await change(`delete from ${people} where period_id = ? and regency_code = ?`)
    assert.deepEqual(await again(), [])
  })

  test('one of two holders leaving there changes nothing; another period and our own rows are never asked', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village), home('H02', village, { nik: NIK })])
    const { people, fingerprints } = tableNames(at.place.module.instrument)
    const other = await abroad(at, 'X01', { nik: NIK })
    await inScope(other.code, async (tx) => {
      await query(
        tx,
        `insert into ${people} (period_id, regency_code, district_code, village_code, record_key, key, nik, active)
         select period_id, regency_code, district_code, village_code, 'X02', 'X0201', nik, true from ${people} where period_id = ? and regency_code = ?`,
        [at.place.periodId, other.code],
      )
      await query(tx, `delete from ${people} where period_id = ? and regency_code = ? and record_key = 'X01'`, [
        at.place.periodId,
        other.code,
      ])
    })
    await save(at, home('H02', at.village, { nik: NIK }))
    assert.deepEqual(await codesOf(at, 'H02'), ['BDT-R02'])
    const later = await register((village) => [home('H02', village, { nik: NIK })])
    await save(later, home('H02', later.village, { nik: NIK }))
    assert.deepEqual(await codesOf(later, 'H02'), [], 'a period of its own')
    const shown = await inScope(at.regency.code, (tx) =>
      query<{ regency_code: string }>(tx, `select regency_code from ${fingerprints}`),
    )
    assert.isTrue(shown.every(({ regency_code: code }) => code === at.regency.code))
  })

  test('the question is answered only inside the scope, the marks hold no number and no role but the owner reads their key', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village, { nik: NIK })])
    await abroad(at, 'X01', { nik: NIK })
    const { elsewhere, fingerprints } = tableNames(at.place.module.instrument)
    const ask = (regency: string) =>
      inScope(regency, (tx) =>
        query(tx, `select * from ${elsewhere}(?, ?, 'nik', array['${NIK}', '3201011204789979'])`, [
          at.place.periodId,
          at.regency.code,
        ]),
      )
    assert.deepEqual(await ask(at.regency.code), [{ bdt_elsewhere: NIK }])
    assert.deepEqual(await ask('11.01'), [])
    await assert.rejects(() => inScope(at.regency.code, (tx) => query(tx, 'select * from fingerprint_key')), /permission denied/)
    await assert.rejects(() => inScope(at.regency.code, (tx) => query(tx, `delete from ${fingerprints}`)), /permission denied/)
    const marks = await inScope(at.regency.code, (tx) =>
      query<{ mark: Buffer }>(tx, `select mark from ${fingerprints} where period_id = ?`, [at.place.periodId]),
    )
    assert.isTrue(marks.length > 0 && marks.every(({ mark }) => mark.length === 6 + 8 && !mark.includes(NIK.slice(6))))
  })
})
