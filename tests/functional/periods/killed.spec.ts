import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { seedEdition } from '#services/demo/seed_edition'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { assertOpen, periodById, periodFor, placeOf } from '#verification/periods/index'
import { recapDifferences, tableNames } from '#verification/store/index'
import { aceHere } from '#tests/support/ace'
import { bdt } from '../editions/support.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const [SMALL, LARGE] = ['61.71', '61.72']
const RECORDS = { [SMALL]: 5, [LARGE]: 2_500 }

const inRegency = <T>(regency: string, work: (tx: Tx) => Promise<T>) => scope.run(scope.of(regency, SYSTEM), work)

/** Runs the command in a process of its own and kills it as soon as it says that the first regency is filled. */
async function killedAfterFirst(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, ['ace.js', ...args], { cwd: ROOT, env: { ...process.env, NODE_ENV: 'test' } })
  const ended = once(child, 'exit')
  let told = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      told += String(chunk)
      if (told.includes('(1/2)')) child.kill('SIGKILL')
    })
  }
  await ended
  if (!told.includes('(1/2)')) throw new Error(`The command ended by itself:\n${told}`)
}

async function forget(): Promise<void> {
  const past = { state: 'closed', closed_at: new Date('2026-01-02'), opens_on: '2026-01-01', until_on: '2026-01-02' }
  await db.connection().from('periods').where('name', 'Periode terputus').update(past)
}

/** An edition whose opening was killed amid: the first one, or the next after one that was quicker than the kill. */
async function brokenOpening(): Promise<{ edition: string; wanted: string[] }> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const { edition } = await seedEdition({
      ...{ module: bdt(), name: 'Edisi terputus', decree: '8/HUK/2019', decreeDate: '2019-01-10', seed: 'putus', dirt: 1 },
      ...{ regencies: Object.entries(RECORDS).map(([code, records]) => ({ code, records })), actor: SYSTEM },
    })
    const wanted = ['bdt', '--edition', edition, '--name', 'Periode terputus', '--until', '2099-12-31']
    await killedAfterFirst('period:open', ...wanted)
    const left = await db.connection().from('periods').where('edition_id', edition).firstOrFail()
    if (left.state === 'opening') return { edition, wanted }
    await forget()
  }
  throw new Error('The opening was never caught in the middle.')
}

async function rowsOf(regency: string, periodId: string): Promise<{ current: number; recaps: number }> {
  const { current, recaps } = tableNames(bdt().instrument)
  const [row] = await inRegency(regency, (tx) =>
    query<{ current: number; recaps: number }>(
      tx,
      `select (select count(*)::int from ${current} where period_id = ? and regency_code = ?) as current,
         (select coalesce(sum(records), 0)::int from ${recaps} where period_id = ? and regency_code = ?) as recaps`,
      [periodId, regency, periodId, regency],
    ),
  )
  return row!
}

test.group('The opening of a period, killed in the middle', (group) => {
  group.each.setup(async () => {
    await db
      .connection()
      .from('periods')
      .where('state', '<>', 'closed')
      .update({ state: 'closed', closed_at: new Date('2026-01-01') })
    return forget
  })

  test('leaves a period that nobody sees, and the same command goes on to the whole', async ({ assert }) => {
    const former = await inRegency(LARGE, (tx) => periodFor(tx, bdt(), LARGE))
    const { edition, wanted } = await brokenOpening()

    const [left] = await db.connection().from('periods').where('edition_id', edition).select('id', 'state')
    assert.equal(left.state, 'opening')
    assert.deepEqual(await rowsOf(SMALL, left.id), { current: 5, recaps: 5 })
    assert.deepEqual(await rowsOf(LARGE, left.id), { current: 0, recaps: 0 })
    for (const regency of [SMALL, LARGE]) {
      await inRegency(regency, async (tx) => {
        assert.isNull(await periodById(tx, left.id, regency))
        assert.notEqual((await periodFor(tx, bdt(), regency))?.period.id, left.id)
        await assert.rejects(() => assertOpen(tx, bdt(), regency, left.id), /tidak mengikuti periode/)
      })
    }
    assert.equal((await inRegency(LARGE, (tx) => periodFor(tx, bdt(), LARGE)))?.period.id, former?.period.id)

    const opened = await aceHere<{ id: string; records: number }>('period:open', ...wanted, '--json')
    assert.include(opened.json, { id: left.id, records: 2_505 })
    for (const [regency, records] of Object.entries(RECORDS)) {
      assert.deepEqual(await rowsOf(regency, left.id), { current: records, recaps: records })
      await inRegency(regency, async (tx) => {
        const found = await assertOpen(tx, bdt(), regency)
        assert.equal(found.period.id, left.id)
        assert.deepEqual(await recapDifferences(tx, placeOf(found)), [])
      })
    }
    const told = await db.connection('owner').from('activities').where({ action: 'period.opened', object_id: left.id })
    assert.lengthOf(told, 1)
    const rows = await db.connection('owner').from('finalisations').where('period_id', left.id)
    assert.lengthOf(rows, 2)
    const again = await aceHere<{ error: { code: string } }>('period:open', ...wanted, '--json')
    assert.equal(again.json.error.code, 'E_PERIOD_RUNNING', 'sent once more it opens no second one')
  })
})
