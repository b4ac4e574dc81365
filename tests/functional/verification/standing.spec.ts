import { test } from '@japa/runner'
import type { ChildRow, Values } from '#verification/instrument'
import { message } from '#verification/message'
import { regencyForTest } from '#tests/support/places'
import { blockingOf, CARD, codesOf, home, NIK, problemsOf, proposed, register, save } from './standing_support.js'

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
