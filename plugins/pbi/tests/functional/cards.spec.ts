import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { records } from '#core/plugin'
import { aceHere, inScope, regencyForTest, supervisorOf } from '#core/testing'
import { decideOutcome, participant, testList, type TestList } from './support.js'

const SENTENCE = /Nomor kartu BPJS peserta ini juga tercatat pada peserta (\S+)\./

/** Whom each of the participants shares a card number with, by what their working copies say now; null where nobody. */
const namedBy = ({ regency, place }: TestList, ...keys: string[]) =>
  inScope(regency.code, async (tx) => {
    const working = await records.working(tx, place, keys)
    return keys.map((key) => {
      const found = (working.get(key)?.setProblems ?? []).filter(({ rule }) => rule === 'PBI-R45')
      return found.length > 1 ? 'twice' : (found[0]?.params?.other ?? null)
    })
  })

const cardOf = (list: TestList, key: string) => String(list.docs.get(key)!.values.no_bpjs)

test.group('One card number on two participants', () => {
  test('is a problem of both as soon as it is so, stands against finalising, and is one no longer when one is corrected', async ({
    client,
    assert,
  }) => {
    const list = await testList()
    const user = await supervisorOf(list.regency.code)
    const page = async (key: string) => (await client.get(`/pbi/peserta/${key}`).loginAs(user)).text()
    await decideOutcome(list, 'A002', 'repaired', { no_bpjs: cardOf(list, 'A001') }, 'received')
    assert.deepEqual(await namedBy(list, 'A002'), ['A001'], 'nobody has touched the other yet')
    await decideOutcome(list, 'A001', 'unchanged', {}, 'received')
    assert.deepEqual(await namedBy(list, 'A001', 'A002'), ['A002', 'A001'])
    for (const [key, other] of [
      ['A001', 'A002'],
      ['A002', 'A001'],
    ] as const) {
      const html = await page(key)
      assert.equal(SENTENCE.exec(html)?.[1], other)
      assert.notInclude(html, 'Tanpa masalah')
    }
    const refused = await aceHere<{ problems: { rule?: string; id: string }[] }>(
      ...(['plugin:finalise', 'pbi', '--regency', list.regency.code, '--as', user.login, '--json'] as const),
    )
    assert.equal(refused.code, 1)
    assert.lengthOf(
      refused.json.problems.filter((problem) => JSON.stringify(problem).includes('PBI-R45')),
      2,
    )

    await decideOutcome(list, 'A002', 'repaired', { no_bpjs: cardOf(list, 'A002') }, 'received')
    assert.deepEqual(await namedBy(list, 'A001', 'A002'), [null, null])
    assert.include(await page('A001'), 'Tanpa masalah')
  })

  test('counts only where both stay on the list', async ({ assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A002', 'repaired', { no_bpjs: cardOf(list, 'A001') }, 'received')
    await decideOutcome(list, 'A001', 'removed', { alasan_keluar: 1 })
    assert.deepEqual(await namedBy(list, 'A001', 'A002'), [null, null])
    await decideOutcome(list, 'A001', 'cancelled')
    assert.deepEqual(await namedBy(list, 'A002'), ['A001'], 'called off, the edition stands')
  })

  test('that an edition brings is counted of both as inherited', async ({ assert }) => {
    const regency = await regencyForTest()
    const [village] = regency.villages as [string]
    const docs = ['E001', 'E002', 'E003'].map((key) => participant(village, key))
    docs[1]!.values.no_bpjs = docs[0]!.values.no_bpjs!
    const made = ['edition:prepare', 'pbi', '--name', 'PBI Uji', '--decree', '1/HUK/2026', '--date', '2026-01-10'] as const
    const edition = await aceHere<{ id: string }>(...made, '--regency', regency.code, '--json')
    const folder = mkdtempSync(join(tmpdir(), 'siks-pbi-kartu-'))
    const file = (name: string, rows: readonly Record<string, unknown>[]) => {
      const headings = Object.keys(rows[0]!).filter((heading) => heading !== 'key')
      const lines = [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))]
      writeFileSync(join(folder, name), `${lines.map((line) => line.join(';')).join('\r\n')}\r\n`)
      return join(folder, name)
    }
    const participants = docs.map(({ values }) => values)
    const persons = docs.flatMap(({ key, groups }) => groups.persons!.map((person) => ({ ...person, id_pbi: key })))
    const loaded = await aceHere<{ accepted: number; inherited: { by_rule: Record<string, number> } }>(
      ...(['edition:load', 'pbi', '--edition', edition.json.id, '--code-system', 'kemendagri', '--json'] as const),
      ...(['--participants', file('peserta.csv', participants), '--persons', file('orang.csv', persons)] as const),
    )
    rmSync(folder, { recursive: true })
    assert.equal(loaded.code, 0, JSON.stringify(loaded.json))
    assert.equal(loaded.json.accepted, 6)
    assert.equal(loaded.json.inherited.by_rule['PBI-R45'], 2)
  })
})
