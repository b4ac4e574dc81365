import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { query, type Tx } from '#services/scope'
import type { Place } from '#verification/store/index'
import { giveProfile, inPlace, seal, testRegister, update, write } from './support.js'

/** What the application's own role is answered when it tries; `done` when it is let. */
function attempt(place: Place, sql: string, bindings: Record<string, string | number> = {}): Promise<string> {
  return inPlace(place, async (tx: Tx) => {
    const [{ role }] = (await query<{ role: string }>(tx, 'select current_user as role')) as [{ role: string }]
    if (role.includes('owner')) throw new Error('The guards must be tried as the application.')
    await query(tx, sql, { period: place.periodId, regency: place.regency, ...bindings })
    return 'done'
  }).catch((error: { code: string }) => error.code)
}

/** An import file of the period with one record, one draft and one waiver, as the work leaves them. */
async function leaveWork(place: Place): Promise<void> {
  const [importId, fileId] = [randomUUID(), randomUUID()]
  const now = new Date()
  await inPlace(place, async ({ trx }) => {
    await trx.table('imports').insert({
      ...{ id: importId, regency_code: place.regency, created_by: randomUUID(), created_by_name: 'uji', source: 'command' },
      created_at: now,
    })
    await trx.table('import_files').insert({
      ...{ id: fileId, import_id: importId, regency_code: place.regency, original_name: 'a.siks', size: 1, sha256: randomUUID() },
      ...{ state: 'applied', period_id: place.periodId, created_at: now },
    })
  })
  assertDone(await attempt(place, RECORD, { file: fileId }))
  assertDone(await attempt(place, DRAFT))
  assertDone(await attempt(place, WAIVER))
}

function assertDone(answer: string) {
  if (answer !== 'done') throw new Error(`The open period refused a write with ${answer}.`)
}

const RECORD = `insert into import_records (regency_code, import_file_id, line, module, period_id, device, key, rev, status)
  values (:regency, :file, 2, 'bdt', :period, 'PC-1', 'H001', 1, 'new')`
const DRAFT = `insert into drafts (regency_code, user_id, period_id, kind, subject, base_version, data, saved_at)
  values (:regency, gen_random_uuid(), :period, 'bdt.record', 'x', 0, '{}', now())`
const WAIVER = `insert into waivers (regency_code, period_id, module, key, rule, problems_hash, reason, waived_by, waived_by_name, waived_at)
  values (:regency, :period, 'bdt', gen_random_uuid(), 'BDT-R06', 'x', 'uji', gen_random_uuid(), 'uji', now())`

const OF_PERIOD = 'where period_id = :period and regency_code = :regency'

test.group('Guards of the database', () => {
  test('leaves, roots and the list of files of a sealed result cannot be written by the application', async ({ assert }) => {
    const { place, docs } = await testRegister(4)
    await write(place, [update(docs[0]!)])
    await seal(place)
    const denied = '42501'
    for (const [sql, code] of [
      [`update seal_villages set root = 'x' ${OF_PERIOD}`, denied],
      [`update seal_salts set leaf = sha256(leaf) ${OF_PERIOD}`, denied],
      [`update result_files set sha256 = 'x' ${OF_PERIOD}`, denied],
      [`delete from seal_villages ${OF_PERIOD}`, denied],
      [`delete from seal_salts ${OF_PERIOD}`, denied],
      [`delete from result_files ${OF_PERIOD}`, denied],
      [`insert into seal_villages values (:period, :regency, 'x', 1, 1, 'x', gen_random_uuid())`, 'SK001'],
      [`insert into seal_salts values (:period, :regency, 'x', 'x', 1, 'x', 'x', gen_random_uuid())`, 'SK001'],
      [
        `insert into result_files values (:period, :regency, 'csv', gen_random_uuid(), 'x', 1, 'x', 1, gen_random_uuid())`,
        'SK001',
      ],
      [`update finalisations set seal_root = 'x' ${OF_PERIOD}`, 'SK003'],
      [`update finalisations set totals = '{}' ${OF_PERIOD}`, 'SK003'],
      [`update finalisations set sealed_at = now(), state = 'letter_generated' ${OF_PERIOD}`, 'SK003'],
      [`update finalisations set version = version + 1 ${OF_PERIOD}`, 'done'],
    ] as const) {
      assert.equal(await attempt(place, sql), code, sql)
    }
  })

  test('no leaf can be written either before the result is being sealed', async ({ assert }) => {
    const { place } = await testRegister(2)
    assert.equal(
      await attempt(place, `insert into seal_villages values (:period, :regency, 'x', 1, 1, 'x', gen_random_uuid())`),
      'SK001',
    )
  })

  test('exceptions, records of imports and drafts stand still once finalising has begun, and what only the work needed may go after acceptance', async ({
    assert,
  }) => {
    const { place, docs } = await testRegister(4)
    await giveProfile(place.regency)
    await write(place, [update(docs[0]!)])
    await leaveWork(place)
    await seal(place)
    const file = randomUUID()
    const changes = [
      [WAIVER, {}],
      [DRAFT, {}],
      [RECORD, { file }],
      [`update waivers set reason = 'lain' ${OF_PERIOD}`, {}],
      [`update drafts set data = '{"a": 1}' ${OF_PERIOD}`, {}],
      [`update import_records set applied = true ${OF_PERIOD}`, {}],
    ] as const
    const removals = [`delete from drafts ${OF_PERIOD}`, `delete from import_records ${OF_PERIOD}`]
    for (const [sql, more] of changes) assert.equal(await attempt(place, sql, more), 'SK001', sql)
    for (const sql of removals) assert.equal(await attempt(place, sql), 'SK001', sql)
    assert.equal(await attempt(place, `update finalisations set state = 'accepted' ${OF_PERIOD}`), 'done')
    for (const [sql, more] of changes) assert.equal(await attempt(place, sql, more), 'SK001', sql)
    for (const sql of removals) assert.equal(await attempt(place, sql), 'done', sql)
    assert.equal(await attempt(place, `delete from waivers ${OF_PERIOD}`), '42501')
  })
})
