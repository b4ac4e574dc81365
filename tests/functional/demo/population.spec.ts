import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { Nik } from '#domain/nik'
import { evaluate } from '#verification/engine'
import type { RecordDoc } from '#verification/instrument'
import { SeededInventor, SerialBook } from '#services/demo/inventor'
import { inventRecords, shareAmong } from '#services/demo/population'

const TODAY = '2026-11-25'
const VILLAGES = ['33.71.01.1003', '33.71.02.1003']

async function invent(records: number, dirt: number, seed = 'uji'): Promise<RecordDoc[]> {
  const { default: sample } = await registry.module('bdt').sample!()
  const villages = shareAmong(VILLAGES, records, seed)
  return Array.fromAsync(
    inventRecords({
      sample,
      villages,
      regencyName: 'Kota Magelang',
      seed,
      today: TODAY,
      visit: '2026-05-20',
      dirt,
      revisited: 0,
    }),
  )
}

const people = (records: readonly RecordDoc[]) => records.flatMap((record) => record.groups.members!)

function problemsOf(record: RecordDoc, outcome: string, base: RecordDoc | null = record) {
  const kind = base ? 'repair' : 'new'
  return evaluate(registry.module('bdt').rules, record, { today: TODAY, outcome, kind, base })
}

function inventor(seed: string) {
  const seat = { village: VILLAGES[0]!, regencyName: 'Kota Magelang', serial: 1 }
  return new SeededInventor({ seed, seat, today: TODAY, visit: TODAY, serials: new SerialBook(9950) })
}

test.group('Invented population', () => {
  test('a clean household has no problem by any rule', async ({ assert }) => {
    for (const record of await invent(400, 0)) assert.deepEqual(problemsOf(record, 'unverified'), [])
  })

  test('every NIK is valid, ends in 99xx and belongs to one person', async ({ assert }) => {
    const niks = people(await invent(600, 0)).map((member) => String(member.nik))
    assert.isTrue(niks.every((nik) => Nik.tryParse(nik) !== null && nik.slice(12, 14) === '99'))
    assert.equal(new Set(niks).size, niks.length)
  })

  test('the same seed invents the same, another seed another population', async ({ assert }) => {
    assert.deepEqual(await invent(30, 1), await invent(30, 1))
    assert.notDeepEqual(await invent(30, 1), await invent(30, 1, 'lain'))
  })

  test('households hold three to four persons and some of them several families', async ({ assert }) => {
    const records = await invent(800, 0)
    const size = people(records).length / records.length
    assert.isAbove(size, 3.2)
    assert.isBelow(size, 4.4)
    assert.isAbove(records.filter((record) => record.groups.families!.length > 1).length, 20)
  })

  test('as bad as reality: one person in six without NIK, some doubled, some skips wrong', async ({ assert }) => {
    const records = await invent(1500, 1)
    const members = people(records)
    const without = members.filter(({ nik }) => nik === undefined).length / members.length
    assert.isAbove(without, 0.14)
    assert.isBelow(without, 0.2)
    const niks = members.flatMap(({ nik }) => (nik === undefined ? [] : [String(nik)]))
    assert.isAbove(niks.length - new Set(niks).size, 2)
    const rules = new Set(records.flatMap((record) => problemsOf(record, 'unverified').map(({ rule }) => rule)))
    for (const rule of ['BDT-R01', 'BDT-R04', 'BDT-R08', 'BDT-R09', 'BDT-R16', 'BDT-R20']) assert.isTrue(rules.has(rule), rule)
  })

  test('villages share the records, all of them', ({ assert }) => {
    const shares = shareAmong(['a', 'b', 'c'], 1000, 's')
    assert.equal(
      shares.reduce((sum, { records }) => sum + records, 0),
      1000,
    )
    assert.isTrue(shares.every(({ records }) => records > 100))
  })
})

test.group('Visits of an operator', () => {
  test('what an operator repaired blocks nothing, a mistake blocks, a proposal is clean', async ({ assert }) => {
    const { default: sample } = await registry.module('bdt').sample!()
    for (const [index, base] of (await invent(300, 1)).entries()) {
      const visited = sample.revisit(base, inventor(`v${index}`))
      const blocks = (record: RecordDoc) => problemsOf(record, 'repaired', base).some(({ severity }) => severity === 'block')
      assert.isFalse(blocks(visited), base.key)
      assert.isTrue(blocks(sample.mistake(visited, inventor(`m${index}`))), base.key)
      assert.notDeepEqual(visited, base)
    }
    for (let index = 0; index < 60; index++) {
      const proposed = sample.propose(inventor(`p${index}`))
      assert.deepEqual(problemsOf(proposed, 'new', null), [])
      assert.isUndefined(proposed.values.idbdt)
      assert.isUndefined(proposed.values.percentile)
    }
  })

  test('who died is followed by an heir, and a child may join', async ({ assert }) => {
    const { default: sample } = await registry.module('bdt').sample!()
    const visited = (await invent(500, 0)).map((base, index) => sample.revisit(base, inventor(`d${index}`)))
    const members = people(visited)
    assert.isAbove(members.filter((member) => member.sta_keberadaan_art === 2).length, 5)
    assert.isAbove(members.filter((member) => member.sta_keberadaan_art === 4).length, 5)
  })
})
