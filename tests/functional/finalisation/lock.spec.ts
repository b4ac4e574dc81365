import drive from '@adonisjs/drive/services/main'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuid } from 'uuid'
import { test } from '@japa/runner'
import { cancelJob, dispatch } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { blockers, FinalisationBlocked, FinaliseError, finalisationOf, finalise, stepsOf } from '#verification/finalise/index'
import { waive } from '#verification/review/waive'
import { decideUpdates } from '#verification/review/decide'
import { recapDifferences, RecordWriter, type Place } from '#verification/store/index'
import { untilSomebodyWaits } from '#tests/support/locks'
import { ministryStaff } from '#tests/support/people'
import { actorOf, household, inPlace, periodOf, seal, testRegister, update, write } from './support.js'

const start = (place: Place) => inPlace(place, async (tx) => finalise(tx, await periodOf(place)))

async function refusal(work: () => Promise<unknown>): Promise<FinaliseError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof FinaliseError) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}

/** Puts an import file with one record of the given status beside the register. */
async function importFile(place: Place, name: string, more: { state?: string; conflictOn?: string } = {}) {
  const [importId, fileId] = [uuid(), uuid()]
  await inPlace(place, async (tx) => {
    await tx.trx.table('imports').insert({
      ...{
        id: importId,
        regency_code: place.regency,
        created_by: uuid(),
        created_by_name: 'uji',
        source: 'command',
        created_at: tx.now,
      },
    })
    await tx.trx.table('import_files').insert({
      ...{ id: fileId, import_id: importId, regency_code: place.regency, original_name: name, size: 1, sha256: uuid() },
      ...{ state: more.state ?? 'applied', period_id: place.periodId, created_at: tx.now },
    })
    if (!more.conflictOn) return
    await tx.trx.table('import_records').insert({
      ...{ regency_code: place.regency, import_file_id: fileId, line: 2, module: place.module.name, period_id: place.periodId },
      ...{ device: 'PC-1', key: more.conflictOn, rev: 1, kind: 'repair', outcome: 'repaired', status: 'conflict' },
    })
  })
  return { importId, fileId }
}

test.group('What stands against finalising', () => {
  test('an open clash, running work and an unwaived blocking problem are named one by one, and nothing is locked', async ({
    assert,
  }) => {
    const { place, docs, regency } = await testRegister()
    const twin = household(regency.villages[0]!, 'N091')
    twin.groups.members![0]!.nik = docs[0]!.groups.members![0]!.nik!
    await write(place, [update(twin, { kind: 'new', outcome: 'new', state: 'received' })])
    const { fileId } = await importFile(place, 'clash.siks', { conflictOn: 'H002' })
    const busy = await importFile(place, 'berjalan.siks', { state: 'applying' })
    const job = await inPlace(place, (tx) =>
      dispatch(tx, { name: 'imports.apply', regency: place.regency, subject: busy.fileId }),
    )
    const error = await refusal(() => start(place))
    assert.instanceOf(error, FinalisationBlocked)
    const { problems, total } = error as FinalisationBlocked
    assert.equal(total, 3)
    assert.deepEqual(
      problems.map(({ kind, id, household: key, rule }) => ({ kind, id, key, rule })),
      [
        { kind: 'conflict', id: `${fileId}:2`, key: 'H002', rule: null },
        { kind: 'job', id: job, key: null, rule: null },
        { kind: 'rule', id: 'N091', key: 'N091', rule: 'BDT-R02' },
      ],
    )
    assert.include(problems[1]!.message, 'berjalan.siks')
    assert.equal((await inPlace(place, (tx) => finalisationOf(tx, place))).state, 'open')
    assert.lengthOf(await inPlace(place, (tx) => stepsOf(tx, place)), 0)
    await inPlace(place, (tx) => cancelJob(tx, job))
  })

  test('returned, rejected and withdrawn updates and a clean received one do not block', async ({ assert }) => {
    const { place, docs, regency } = await testRegister()
    const twin = household(regency.villages[0]!, 'N091')
    twin.groups.members![0]!.nik = docs[0]!.groups.members![0]!.nik!
    for (const [index, state] of (['returned', 'rejected', 'withdrawn'] as const).entries()) {
      await write(place, [update({ ...twin, key: `N09${index}` }, { kind: 'new', outcome: 'new', state })])
    }
    await write(place, [update(docs[1]!, { state: 'received' })])
    assert.equal((await inPlace(place, (tx) => blockers(tx, place))).total, 0)
    assert.equal((await seal(place)).totals!.records, 6)
  })

  test('work that only reads, as a page or a package asks for it, is not waited for', async ({ assert }) => {
    const { place } = await testRegister(2)
    const ask = (name: string) => inPlace(place, (tx) => dispatch(tx, { name, regency: place.regency, subject: uuid() }))
    const counts = () => inPlace(place, async (tx) => (await blockers(tx, place)).counts)
    for (const name of ['charts.composition', 'editions.count', 'comparisons.make', 'issues.package', 'lists.export'])
      await ask(name)
    assert.equal((await counts()).job, 0)
    const writing = await ask('lists.outcome')
    assert.equal((await counts()).job, 1)
    await inPlace(place, (tx) => cancelJob(tx, writing))
    assert.equal((await counts()).job, 0)
  })

  test('thousands of problems are counted whole and listed up to the limit', async ({ assert }) => {
    const { place, regency } = await testRegister(2)
    const twins = Array.from({ length: 30 }, (_, i) => {
      const doc = household(regency.villages[1]!, `N${String(i + 100)}`)
      doc.groups.members![0]!.nik = '3371011204789951'
      return update(doc, { kind: 'new', outcome: 'new', state: 'received' })
    })
    await write(place, twins)
    const found = await inPlace(place, (tx) => blockers(tx, place, 10))
    assert.lengthOf(found.problems, 10)
    assert.equal(found.counts.rule, 30)
  })

  test('a waived problem no longer blocks and is counted', async ({ assert }) => {
    const { place, docs } = await testRegister()
    const waivable = place.module.rules.find((rule) => rule.waivable && rule.severity === 'block')!
    const problem = { rule: waivable.code, severity: 'block' as const, fields: [] }
    await write(place, [update(docs[0]!, { state: 'received', problems: [problem] })])
    assert.equal((await inPlace(place, (tx) => blockers(tx, place))).counts.rule, 1)
    const person = actorOf(await ministryStaff())
    await inPlace(place, (tx) => waive(tx, place, 'H001', { reason: 'Dokumen sedang diurus', rule: waivable.code }), person)
    await inPlace(place, (tx) => decideUpdates(tx, place, ['H001'], { take: 'accept' }), person)
    const { totals } = await seal(place)
    assert.deepEqual(totals!.waivers, [{ rule: waivable.code, count: 1 }])
  })
})

test.group('The lock of a period', () => {
  test('finalising waits for an open transaction of a writer and gives up naming the import', async ({ assert }) => {
    const { place, docs } = await testRegister()
    const { fileId } = await importFile(place, 'lambat.siks', { state: 'applying' })
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    let written = () => {}
    const wrote = new Promise<void>((resolve) => (written = resolve))
    const writer = inPlace(place, async (tx) => {
      const records = new RecordWriter(tx, place, { type: 'import', id: fileId })
      await records.write([update(docs[0]!, { state: 'received' })])
      await records.finish()
      written()
      await held
    })
    await wrote
    const job = await inPlace(place, (tx) => dispatch(tx, { name: 'imports.apply', regency: place.regency, subject: fileId }))
    const error = await refusal(() => start(place))
    assert.equal(error.code, 'E_FINALISE_BUSY')
    assert.include(error.message, 'Import lambat.siks sedang berjalan')
    await inPlace(place, (tx) => cancelJob(tx, job))
    letGo()
    await writer
    const sealed = await seal(place)
    assert.equal(sealed.totals!.all.notTaken.received, 1, 'the row of the slow writer is counted')
  })

  test('a writer that comes while finalising holds the row waits and is refused, so that no row slips in behind the seal', async ({
    assert,
  }) => {
    const { place, docs } = await testRegister()
    let late: Promise<unknown> = Promise.resolve()
    const jobId = await inPlace(place, async (tx) => {
      const id = await finalise(tx, await periodOf(place))
      late = write(place, [update(docs[0]!)]).then(
        () => null,
        (error) => error,
      )
      await untilSomebodyWaits()
      return id
    })
    assert.match(String(await late), /period is finalising/)
    assert.equal((await runAndWait(jobId)).state, 'done')
    assert.match(String(await write(place, [update(docs[0]!)]).catch((error) => error)), /period is finalised/)
    const [{ count }] = (await inPlace(place, (tx) =>
      query<{ count: number }>(tx, 'select count(*)::int as count from bdt_updates where period_id = ?', [place.periodId]),
    )) as [{ count: number }]
    assert.equal(count, 0)
  })

  test('finalising twice gives one job, one seal and one pair of steps', async ({ assert }) => {
    const { place } = await testRegister()
    const [first, second] = await Promise.all([start(place), start(place)])
    assert.equal(first, second)
    await runAndWait(first)
    const steps = await inPlace(place, (tx) => stepsOf(tx, place))
    assert.deepEqual(
      steps.map(({ step }) => step),
      ['finalising', 'finalised'],
    )
    assert.equal((await refusal(() => start(place))).code, 'E_FINALISE_STATE')
  })

  test('kept counts that drifted are counted anew before the seal, and do not stop it', async ({ assert }) => {
    const { place, docs } = await testRegister()
    await write(place, [update(docs[0]!)])
    await inPlace(place, (tx) => query(tx, 'update bdt_recaps set records = records + 1 where period_id = ?', [place.periodId]))
    const { state, totals } = await seal(place)
    assert.equal(state, 'finalised')
    assert.equal(totals!.records, docs.length)
    assert.deepEqual(await inPlace(place, (tx) => recapDifferences(tx, place)), [])
  })

  test('a run of the seal that comes too late takes only its own files away', async ({ assert }) => {
    const { place } = await testRegister(2)
    const jobId = await start(place)
    await inPlace(place, (tx) =>
      query(tx, 'update jobs set attempts = 1 where regency_code = ? and id = ?', [place.regency, jobId]),
    )
    const [winner, late] = [1, 2].map((attempt) => `results/${place.regency}/${jobId}-${attempt}`)
    const disk = drive.use()
    const copy = disk.copyFromFs
    disk.copyFromFs = async function (...args) {
      disk.copyFromFs = copy
      await disk.put(`${winner}/hasil.csv`, 'hasil')
      await inPlace(place, (tx) =>
        query(tx, 'update finalisations set job_id = gen_random_uuid() where period_id = ? and regency_code = ?', [
          ...[place.periodId, place.regency],
        ]),
      )
      return copy.apply(disk, args)
    }
    await runAndWait(jobId)
    assert.isTrue(await disk.exists(`${winner}/hasil.csv`))
    assert.isEmpty([...(await disk.listAll(late)).objects])
  })

  test('a seal that is called off or fails opens the period again with the reason', async ({ assert }) => {
    const { place, docs } = await testRegister()
    const cancelled = await start(place)
    await inPlace(place, (tx) => cancelJob(tx, cancelled))
    assert.equal((await inPlace(place, (tx) => finalisationOf(tx, place))).state, 'open')

    const due = await start(place)
    await db.connection('owner').transaction(async (trx) => {
      await trx.rawQuery('alter table bdt_recaps disable trigger user')
      await trx.rawQuery('update bdt_recaps set records = records + 1 where period_id = ? and village_code = ?', [
        place.periodId,
        String(docs[0]!.values.village_code),
      ])
      await trx.rawQuery('alter table bdt_recaps enable trigger user')
    })
    const failed = await runAndWait(due)
    assert.equal(failed.state, 'failed')
    assert.equal(failed.error, 'E_FINALISE_COUNTS')
    assert.equal((await inPlace(place, (tx) => finalisationOf(tx, place))).state, 'open')
    const steps = await inPlace(place, (tx) => stepsOf(tx, place))
    assert.deepEqual(
      steps.map(({ step }) => step),
      ['finalising', 'failed', 'finalising', 'failed'],
    )
    assert.include(steps.at(-1)!.reason!, 'Rekapitulasi menyebut 7 data')
    await write(place, [update(docs[0]!)])
  })
})
