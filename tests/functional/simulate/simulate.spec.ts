import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { registry } from '#kernel/registry'
import { seedEdition } from '#services/demo/seed_edition'
import { simulate, type SimulateRequest } from '#services/demo/simulate'
import { query, scope, SYSTEM } from '#services/scope'
import { evaluate } from '#verification/engine'
import { createIssue, issueSecrets } from '#verification/issues/issue'
import { inspectExport, readExport } from '#verification/issues/read_export'
import { openPeriod, periodFor, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { readBase } from '#verification/store/docs'
import { addDays } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { clock } from '#services/clock'
import { NOON } from '#tests/functional/imports/support'

const REGENCY = '33.73'
const VILLAGE = '33.73.01.1001'
const bdt = () => registry.module('bdt')
const here = scope.of(REGENCY, SYSTEM)

let folder = ''
let period: RegencyPeriod

async function openOnInventedPeople(): Promise<void> {
  await db
    .connection()
    .from('periods')
    .where('state', '<>', 'closed')
    .update({ state: 'closed', closed_at: new Date('2026-01-01') })
  const today = todayIn('WIB', clock.now())
  const { edition } = await seedEdition({
    ...{ module: bdt(), name: `Simulasi ${Date.now()}`, decree: '8/HUK/2019', decreeDate: '2019-01-10', seed: 'simulasi' },
    ...{ regencies: [{ code: REGENCY, records: 900 }], dirt: 1, actor: SYSTEM },
  })
  await openPeriod({
    module: bdt(),
    editionId: edition,
    name: 'Simulasi',
    untilOn: addDays(today, 20),
    finaliseDays: 14,
    actor: SYSTEM,
  })
  period = (await scope.run(here, (tx) => periodFor(tx, bdt(), REGENCY)))!
}

function run(name: string, more: Partial<SimulateRequest> = {}) {
  const out = join(folder, `${name}.siks`)
  return simulate({ module: 'bdt', regency: REGENCY, villages: [VILLAGE], seed: '1', errors: 0, out, actor: SYSTEM, ...more })
}

test.group('siks:simulate', (group) => {
  group.setup(async () => {
    clock.freeze(NOON)
    folder = await mkdtemp(join(tmpdir(), 'siks-simulate-'))
    await openOnInventedPeople()
    return () => rm(folder, { recursive: true, force: true })
  })

  test('edits real households of the village under an issue marked as simulated', async ({ assert }) => {
    const made = await run('a')
    assert.isTrue(made.simulated_issue)
    assert.equal(made.records, made.repaired + made.unchanged + made.removed + made.added)
    assert.isAbove(made.repaired, 5)
    assert.equal(made.added, 3)
    const { manifest, records, sha256 } = await readExport(here, made.file)
    assert.deepInclude(manifest, { issue: made.issue, sequence: 1, previous: null, period: period.period.id, scope: [VILLAGE] })
    assert.equal(sha256, made.sha256)
    const repairs = [...records.values()].filter(({ kind }) => kind === 'repair')
    const base = await scope.run(here, (tx) =>
      readBase(
        tx,
        placeOf(period),
        repairs.map(({ key }) => key),
      ),
    )
    assert.equal(base.size, repairs.length)
    for (const record of repairs) {
      const context = { today: period.today, outcome: record.outcome, kind: record.kind, base: base.get(record.key)! }
      assert.isFalse(
        evaluate(bdt().rules, record, context).some(({ severity }) => severity === 'block'),
        record.key,
      )
      assert.equal(record.values.village_code, VILLAGE)
    }
  })

  test('the same seed decides the same, and uses the issue that is there', async ({ assert }) => {
    const [one, two] = [await run('b1', { seed: '7' }), await run('b2', { seed: '7' })]
    assert.equal(one.issue, two.issue)
    const [first, second] = [await readExport(here, one.file), await readExport(here, two.file)]
    const content = (file: typeof first) => [...file.records.values()].map(({ edited_at: _at, ...record }) => record)
    assert.deepEqual(content(first), content(second))
    assert.equal(first.manifest.device, second.manifest.device)
  })

  test('an amount that is none is refused before anything is written', async ({ assert }) => {
    for (const [option, more] of [
      ['errors', { errors: -5 }],
      ['errors', { errors: 1.5 }],
      ['added', { added: -1 }],
      ['clashes', { clashes: Number.NaN }],
      ['share', { share: 1.5 }],
      ['share', { share: -0.1 }],
    ] as const) {
      const refused = await run('x', more).catch((error: Error & { code?: string }) => error)
      assert.propertyVal(refused, 'code', 'E_SIMULATE_AMOUNT')
      assert.include((refused as Error).message, `--${option} `)
    }
    await assert.rejects(() => readExport(here, join(folder, 'x.siks')))
  })

  test('a module without sample data is refused in words', async ({ assert }) => {
    const module = bdt()
    const { sample } = module
    Object.assign(module, { sample: undefined })
    const refused = await run('y', {})
      .catch((error: Error & { code?: string }) => error)
      .finally(() => Object.assign(module, { sample }))
    assert.propertyVal(refused, 'code', 'E_SIMULATE_SAMPLE')
    assert.match((refused as Error).message, /^Modul BDT tidak menyediakan data contoh/)
  })

  test('makes as many mistakes as asked, each of which blocks', async ({ assert }) => {
    const made = await run('c', { seed: '3', errors: 4 })
    assert.equal(made.mistakes, 4)
    const { records } = await readExport(here, made.file)
    const base = await scope.run(here, (tx) => readBase(tx, placeOf(period), [...records.keys()]))
    const blocked = [...records.values()].filter((record) => {
      const context = { today: period.today, outcome: record.outcome, kind: record.kind, base: base.get(record.key) ?? null }
      return evaluate(bdt().rules, record, context).some(({ severity }) => severity === 'block')
    })
    assert.lengthOf(blocked, 4)
  })

  test('continued, it holds every earlier record, puts the mistakes right and raises the revision of what changed', async ({
    assert,
  }) => {
    const first = await run('d1', { seed: '4', errors: 2 })
    const next = await run('d2', { seed: '4', continueFrom: first.file })
    assert.deepInclude(next, { device: first.device, sequence: 2, previous: first.sha256, mistakes: 0, withdrawn: 1 })
    const [before, after] = [await readExport(here, first.file), await readExport(here, next.file)]
    for (const [key, record] of before.records) {
      const later = after.records.get(key)
      assert.exists(later, key)
      const { edited_at: _before, ...was } = record
      const { edited_at: _after, ...is } = later!
      if (is.rev === was.rev) assert.deepEqual(is, was)
      else assert.equal(is.rev, was.rev + 1)
    }
    assert.isAbove(after.records.size, before.records.size)
    assert.equal([...after.records.values()].filter(({ outcome }) => outcome === 'cancelled').length, 1)
  })

  test('another computer contradicts the same households on fields that the first one changed', async ({ assert }) => {
    const first = await run('e1', { seed: '5' })
    const other = await run('e2', { seed: '6', clashWith: first.file, clashes: 2 })
    assert.equal(other.clashes, 2)
    assert.equal(other.records, 2)
    assert.notEqual(other.device, first.device)
    const [theirs, ours] = [await readExport(here, first.file), await readExport(here, other.file)]
    const base = await scope.run(here, (tx) => readBase(tx, placeOf(period), [...ours.records.keys()]))
    for (const [key, record] of ours.records) {
      const differing = Object.keys(record.values).filter((name) => record.values[name] !== theirs.records.get(key)!.values[name])
      assert.isAbove(differing.length, 0)
      for (const name of differing) assert.notEqual(theirs.records.get(key)!.values[name], base.get(key)!.values[name], name)
    }
  })

  test('an issue made by command is used instead, its secrets are kept encrypted', async ({ assert }) => {
    const issue = await scope.run(here, (tx) => createIssue(tx, period, { villages: [VILLAGE], simulated: false }))
    const made = await run('f', { seed: '8' })
    assert.equal(made.issue, issue.id)
    assert.isFalse(made.simulated_issue)
    await scope.run(here, async (tx) => {
      const [row] = await query<{ secrets: string }>(tx, 'select secrets from issues where id = ?', [issue.id])
      const { identity, signingSeed } = await issueSecrets(tx, issue.id)
      assert.match(identity, /^AGE-SECRET-KEY-1/)
      assert.notInclude(row!.secrets, identity)
      assert.notInclude(row!.secrets, signingSeed)
    })
    const elsewhere = scope.of('33.71', SYSTEM)
    await assert.rejects(() => scope.run(elsewhere, (tx) => issueSecrets(tx, issue.id)), /tidak ada/)
    await assert.rejects(
      () => scope.run(here, (tx) => createIssue(tx, period, { villages: ['33.71.01.1003'], simulated: false })),
      /bukan desa\/kelurahan/,
    )
  })

  test('siks:inspect counts what a file holds and names nobody', async ({ assert }) => {
    const made = await run('g', { seed: '9' })
    const inspection = await inspectExport(here, made.file)
    assert.equal(inspection.records, made.records)
    assert.equal(inspection.kinds.new, 3)
    assert.equal(
      Object.values(inspection.outcomes).reduce((sum, count) => sum + count, 0),
      made.records,
    )
    assert.notInclude(JSON.stringify(inspection), 'nama')
    assert.deepEqual(inspection.problems, [])
  })

  test('is refused on a production server and for a village of another regency', async ({ assert, cleanup }) => {
    await assert.rejects(() => run('i', { villages: ['33.71.01.1003'] }), /bukan desa\/kelurahan/)
    const before = process.env.NODE_ENV
    cleanup(() => void (process.env.NODE_ENV = before))
    process.env.NODE_ENV = 'production'
    await assert.rejects(() => run('h'), /server produksi/)
  })
})
