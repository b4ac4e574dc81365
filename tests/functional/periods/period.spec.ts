import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { seedEdition } from '#services/demo/seed_edition'
import {
  assertFinalisable,
  assertOpen,
  closePeriod,
  extendPeriod,
  openPeriod,
  openPeriods,
  PeriodError,
  periodFor,
  placeOf,
} from '#verification/periods/index'
import { fillCurrent, recapDifferences, tableNames } from '#verification/store/index'
import { bdt, edition, HOUSEHOLD, load, VILLAGE } from '../editions/support.js'

const at = (day: string, hour = '12:00') => clock.freeze(new Date(`${day}T${hour}:00+07:00`))
const inRegency = <T>(regency: string, work: (tx: Tx) => Promise<T>) => scope.run(scope.of(regency, SYSTEM), work)

let made = 0

async function seeded(records: Record<string, number>) {
  const regencies = Object.entries(records).map(([code, count]) => ({ code, records: count }))
  const report = await seedEdition({
    ...{
      module: bdt(),
      name: `Edisi periode ${++made}`,
      decree: '8/HUK/2019',
      decreeDate: '2019-01-10',
      regencies,
      seed: `p${made}`,
    },
    ...{ dirt: 1, actor: SYSTEM },
  })
  return report.edition
}

const open = (editionId: string, untilOn = '2026-11-30', finaliseDays = 14) =>
  openPeriod({ module: bdt(), editionId, name: 'Periode Uji', untilOn, finaliseDays, actor: SYSTEM })

async function code(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return (error as { code?: string } | undefined)?.code ?? 'none'
}

test.group('Periods', (group) => {
  group.each.setup(async () => {
    at('2026-11-20')
    await db
      .connection()
      .from('periods')
      .where('state', '<>', 'closed')
      .update({ state: 'closed', closed_at: new Date('2026-01-01') })
    return () => clock.restore()
  })

  test('opening publishes the edition and fills list rows and kept counts of every regency from it', async ({ assert }) => {
    const id = await seeded({ '33.71': 60, '33.72': 25 })
    const period = await open(id)
    assert.deepEqual(
      period.regencies.map(({ code: regency, records }) => [regency, records]),
      [
        ['33.71', 60],
        ['33.72', 25],
      ],
    )
    assert.deepInclude(await db.connection().from('editions').where('id', id).first(), { state: 'published' })
    for (const { code: regency, records, persons } of period.regencies) {
      await inRegency(regency, async (tx) => {
        const found = await periodFor(tx, bdt(), regency)
        assert.deepInclude(found!, { phase: 'open', today: '2026-11-20', closesOn: '2026-11-30', daysLeft: 10 })
        assert.equal(found!.finalisation.state, 'open')
        const { current, people } = tableNames(bdt().instrument)
        const [rows] = await query<{ records: number; persons: number }>(
          tx,
          `select count(*)::int as records, (select count(*)::int from ${people} where period_id = ? and active) as persons
           from ${current} where period_id = ?`,
          [period.id, period.id],
        )
        assert.deepEqual(rows, { records, persons })
        assert.deepEqual(await recapDifferences(tx, placeOf(found!)), [])
      })
    }
  })

  test('inherited problems of the edition are counted on the list and block nothing', async ({ assert }) => {
    const id = await edition('33.71')
    await load(id, { households: [HOUSEHOLD, ['H1', VILLAGE, 'SITI UJI', 'JL UJI 1']] })
    const period = await open(id)
    await inRegency('33.71', async (tx) => {
      const [row] = await query<{ inherited: number; blocking: number }>(
        tx,
        `select inherited, blocking from ${tableNames(bdt().instrument).current} where period_id = ?`,
        [period.id],
      )
      assert.isAbove(row!.inherited, 0)
      assert.equal(row!.blocking, 0)
    })
  })

  test('a second period waits for the first to be closed, and each date is checked', async ({ assert }) => {
    const [first, second] = [await seeded({ '33.71': 3 }), await seeded({ '33.71': 3 })]
    assert.equal(await code(open(first, '2026-11-19')), 'E_PERIOD_DATE')
    assert.equal(await code(open(first, '2026-11-30', 91)), 'E_PERIOD_DATE')
    await open(first)
    assert.equal(await code(open(second)), 'E_PERIOD_RUNNING')
    await closePeriod(bdt(), SYSTEM)
    const next = await open(second)
    await inRegency('33.71', async (tx) => assert.equal((await periodFor(tx, bdt(), '33.71'))!.period.id, next.id))
    assert.deepInclude(await db.connection().from('editions').where('id', first).first(), { state: 'superseded' })
  })

  test('an edition that was not loaded for every regency cannot be opened', async ({ assert }) => {
    const id = await edition('33.71', '33.72')
    await load(id, { households: [HOUSEHOLD, ['H1', VILLAGE, 'SITI UJI', 'JL UJI 1']] })
    assert.equal(await code(open(id)), 'E_EDITION_INCOMPLETE')
    assert.deepInclude(await db.connection().from('editions').where('id', id).first(), { state: 'loading' })
  })

  test('an opening that broke off goes on where it stopped', async ({ assert }) => {
    const id = await seeded({ '33.71': 10, '33.72': 5 })
    const stop = new Error('killed')
    await assert.rejects(
      () =>
        openPeriod({
          ...{ module: bdt(), editionId: id, name: 'Terputus', untilOn: '2026-11-30', finaliseDays: 14, actor: SYSTEM },
          onRegency: () => {
            throw stop
          },
        }),
      'killed',
    )
    await inRegency('33.71', async (tx) => assert.notEqual((await periodFor(tx, bdt(), '33.71'))?.period.name, 'Terputus'))
    const period = await open(id)
    assert.equal(period.name, 'Terputus')
    assert.deepEqual(
      period.regencies.map(({ records }) => records),
      [10, 5],
    )
    await inRegency('33.72', async (tx) => {
      const found = await periodFor(tx, bdt(), '33.72')
      assert.deepEqual(await fillCurrent(tx, placeOf(found!)), { records: 5, persons: period.regencies[1]!.persons })
    })
  })

  test('work ends at midnight of the regency, finalising some days later, each with its own sentence', async ({ assert }) => {
    await open(await seeded({ '33.71': 3, '94.01': 2 }))
    const acts = async (regency: string) => [
      await code(inRegency(regency, (tx) => assertOpen(tx, bdt(), regency))),
      await code(inRegency(regency, (tx) => assertFinalisable(tx, bdt(), regency))),
    ]
    at('2026-11-30', '22:30')
    assert.deepEqual(await acts('33.71'), ['none', 'none'])
    assert.deepEqual(await acts('94.01'), ['E_PERIOD_CLOSED', 'none'], 'in Nabire it is half past midnight')
    at('2026-12-14')
    assert.deepEqual(await acts('33.71'), ['E_PERIOD_CLOSED', 'none'])
    at('2026-12-15')
    assert.deepEqual(await acts('33.71'), ['E_PERIOD_CLOSED', 'E_PERIOD_OVER'])
    const closed = await inRegency('33.71', (tx) => assertOpen(tx, bdt(), '33.71')).catch((error: unknown) => error)
    assert.instanceOf(closed, PeriodError)
    assert.include((closed as PeriodError).message, 'adalah 30-11-2026')
    assert.equal(
      await code(inRegency('92.71', (tx) => assertOpen(tx, bdt(), '92.71'))),
      'E_PERIOD_NONE',
      'no test gives this regency a period',
    )
  })

  test('the ministry extends for all or reopens for one, and a locked regency is told so', async ({ assert }) => {
    const { id } = await open(await seeded({ '33.71': 3, '33.72': 2 }))
    await extendPeriod({ module: bdt(), untilOn: '2026-12-05', actor: SYSTEM })
    assert.equal(await code(extendPeriod({ module: bdt(), untilOn: '2026-12-05', actor: SYSTEM })), 'E_PERIOD_DATE')
    await closePeriod(bdt(), SYSTEM)
    assert.equal(await code(inRegency('33.71', (tx) => assertOpen(tx, bdt(), '33.71'))), 'E_PERIOD_CLOSED')
    await extendPeriod({ module: bdt(), untilOn: '2026-12-24', regency: '33.71', reason: 'banjir', actor: SYSTEM })
    at('2026-12-24')
    assert.equal(await code(inRegency('33.71', (tx) => assertOpen(tx, bdt(), '33.71'))), 'none')
    assert.equal(await code(inRegency('33.72', (tx) => assertOpen(tx, bdt(), '33.72'))), 'E_PERIOD_CLOSED')
    await scope.run(scope.of(['33.71', '33.72'], SYSTEM), async (tx) => {
      assert.deepEqual(
        (await openPeriods(tx, bdt())).filter(({ period }) => period.id === id).map(({ regency }) => regency),
        ['33.71'],
      )
      await query(tx, `update finalisations set state = 'finalised' where period_id = ? and regency_code = '33.71'`, [id])
    })
    assert.equal(await code(inRegency('33.71', (tx) => assertOpen(tx, bdt(), '33.71'))), 'E_PERIOD_FINALISED')
    const logged = await inRegency('33.71', (tx) =>
      tx.trx.from('activities').where('regency_code', '33.71').where('action', 'period.extended'),
    )
    assert.isTrue(logged.some(({ data }) => data.reason === 'banjir' && data.until === '2026-12-24'))
  })

  test('without a scope no regency sees a period of another', async ({ assert }) => {
    await open(await seeded({ '33.71': 3 }))
    assert.isNull(await inRegency('33.72', (tx) => periodFor(tx, bdt(), '33.71')))
  })
})
