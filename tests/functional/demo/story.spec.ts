import { join } from 'node:path'
import { test } from '@japa/runner'
import User from '#models/user'
import { registry } from '#kernel/registry'
import { ACCOUNTS } from '#services/demo/accounts'
import { samplesOf } from '#services/demo/samples'
import { practiceFolder, PRACTICE_PASSPHRASE, STORY, todayOfStory, type Story } from '#services/demo/story/index'
import { clock } from '#services/clock'
import { dataAccessOf } from '#services/data_access'
import { addDays } from '#domain/calendar_date'
import { query, scope, SYSTEM } from '#services/scope'
import { streamFile } from '#siks/node_files'
import { openPackage } from '#siks/package'
import { comparisonsOf } from '#verification/comparisons/index'
import { findIssued } from '#verification/issues/stored'
import { periodFor, periodsOf, placeOf } from '#verification/periods/index'
import { recapDifferences, tableNames } from '#verification/store/index'
import { layAside } from './support.js'

const sizes = { magelang: 340, gunungkidul: 240, others: 8 }
const bdt = () => registry.module('bdt')
const inRegency = <T>(regency: string, work: Parameters<typeof scope.run<T>>[1]) => scope.run(scope.of(regency, SYSTEM), work)

/** The story is told once, without the other regencies, whose steps are those of these two. */
const TOLD = STORY.filter(({ title }) => !title.startsWith('kabupaten/kota lain'))

test.group('Story of the demonstration', (group) => {
  group.setup(async () => {
    await layAside()
    const story: Story = { module: bdt(), today: todayOfStory(), sizes, tell: () => undefined }
    for (const { run } of TOLD) await run(story)
    return layAside
  })

  test('leaves the clock as it was', ({ assert }) => {
    assert.closeTo(clock.now().getTime(), Date.now(), 60_000)
  })

  test('makes the accounts once; only those whose first page has a task are printed', async ({ assert }) => {
    for (const { login, region, role } of ACCOUNTS) {
      const user = await User.findByOrFail('login', login)
      assert.deepInclude(user.$attributes, { regionCode: region, role, mustChangePassword: false })
    }
    assert.deepEqual(
      ACCOUNTS.filter(({ printed }) => printed).map(({ login }) => login),
      ['supervisor.3371', 'supervisor.3403', 'provinsi.33', 'pusdatin', 'pfm', 'auditor'],
    )
  })

  test('the reviewer of the ministry has a queue on his first page, and both regencies may be given data', async ({
    client,
    assert,
  }) => {
    const page = (await client.get('/beranda').loginAs(await User.findByOrFail('login', 'pfm'))).text()
    assert.match(page, /<strong>[1-9]\d*<\/strong><span>permohonan data dan MoU menunggu pemeriksaan/)
    for (const regency of ['33.71', '34.03']) {
      const answer = await inRegency(regency, (tx) => dataAccessOf(tx, regency))
      assert.containsSubset(answer, { allowed: true, until: addDays(todayOfStory(), 530) })
    }
  })

  test('the earlier period of both regencies is accepted, with its letter and results of then', async ({ assert }) => {
    for (const regency of ['33.71', '34.03']) {
      await inRegency(regency, async (tx) => {
        const [, earlier] = await periodsOf(tx, bdt(), regency)
        assert.equal(earlier!.finalisation.state, 'accepted')
        assert.equal(earlier!.phase, 'closed')
        const letters = await tx.trx.from('letters').where('regency_code', regency).where('period_id', earlier!.period.id)
        assert.lengthOf(letters, 1)
        assert.equal(letters[0].letter_date, addDays(todayOfStory(), -183))
        const results = await tx.trx.from('result_files').where('regency_code', regency).where('period_id', earlier!.period.id)
        assert.isNotEmpty(results)
      })
    }
  })

  test('Magelang works: 11 of 17 villages in, some accepted, some returned, clashes and blockers waiting, counts true', async ({
    assert,
  }) => {
    await inRegency('33.71', async (tx) => {
      const period = (await periodFor(tx, bdt(), '33.71'))!
      assert.equal(period.phase, 'open')
      assert.equal(period.daysLeft, 6)
      const { current } = tableNames(bdt().instrument)
      const [found] = await query<Record<string, number>>(
        tx,
        `select count(distinct village_code) filter (where kind <> 'none')::int as villages, count(distinct village_code)::int as all_villages,
           count(*) filter (where state = 'accepted')::int as accepted, count(*) filter (where state = 'returned')::int as returned,
           count(*) filter (where state = 'rejected')::int as rejected, count(*) filter (where conflict)::int as conflicts,
           count(*) filter (where blocking > 0 and state in ('received', 'accepted'))::int as blocked
         from ${current} where period_id = ? and regency_code = ?`,
        [period.period.id, '33.71'],
      )
      assert.deepInclude(found, { villages: 11, all_villages: 17, conflicts: 2, rejected: 2, returned: 8 })
      assert.isAbove(found!.accepted!, 20)
      assert.isAbove(found!.blocked!, 0)
      assert.deepEqual(await recapDifferences(tx, placeOf(period)), [])
    })
  })

  test('both supervisors find comparisons that are made: of the two decrees, and of the period at work', async ({ assert }) => {
    for (const [regency, periods] of [
      ['33.71', 1],
      ['34.03', 0],
    ] as const) {
      const kept = await inRegency(regency, (tx) => comparisonsOf(tx, 'bdt', regency))
      assert.lengthOf(kept, 1 + periods)
      assert.isTrue(kept.every(({ finishedAt }) => finishedAt !== null))
      assert.lengthOf(
        kept.filter(({ afterPeriod }) => afterPeriod !== null),
        periods,
      )
    }
  })

  test('ten sample files lie ready for Magelang and none for others', async ({ assert }) => {
    const samples = await inRegency('33.71', (tx) => samplesOf(tx, '33.71'))
    assert.lengthOf(samples, 10)
    assert.deepEqual(
      samples.map(({ name }) => name.slice(0, 2)),
      ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10'],
    )
    assert.isTrue(samples.every(({ name, size }) => name.endsWith('.siks') && size > 500))
    assert.lengthOf(await inRegency('34.03', (tx) => samplesOf(tx, '33.71')), 0)
  })

  test('a practice package of Magelang lies ready, as a file too, and opens with the passphrase that is printed', async ({
    assert,
  }) => {
    const { manifest, lines } = await openPackage(streamFile(join(practiceFolder(), 'paket-latihan.siksdb')), {
      passphrase: PRACTICE_PASSPHRASE,
    })
    assert.equal(manifest.regency.code, '33.71')
    let households = 0
    for await (const line of lines) if (line.t === 'household') households += 1
    assert.equal(households, manifest.base.households)
    const issue = await inRegency('33.71', (tx) => findIssued(tx, '33.71', manifest.issue))
    assert.include(issue, { households, simulated: false })
  })

  test('Gunungkidul waits for the answer to its uploaded letter', async ({ assert }) => {
    await inRegency('34.03', async (tx) => {
      const period = (await periodFor(tx, bdt(), '34.03'))!
      assert.equal(period.finalisation.state, 'letter_uploaded')
      const [letter] = await tx.trx.from('letters').where('regency_code', '34.03').where('period_id', period.period.id)
      assert.equal(letter.scan_qr, 'read')
      assert.equal(letter.state, 'in_force')
    })
  })

  test('no desk of the other lists is empty: doubles, returns, problems, newborns', async ({ client, assert }) => {
    for (const [regency, login] of [
      ['33.71', 'supervisor.3371'],
      ['34.03', 'supervisor.3403'],
    ] as const) {
      const user = await User.findByOrFail('login', login)
      for (const name of ['bsp', 'pbi']) {
        const module = registry.module(name)
        const { current, duplicates } = tableNames(module.instrument)
        const [found] = await inRegency(regency, async (tx) => {
          const place = placeOf((await periodFor(tx, module, regency))!)
          return query<Record<'returned' | 'blocked' | 'doubles', number>>(
            tx,
            `select count(*) filter (where state = 'returned')::int as returned,
               count(*) filter (where blocking > 0 and kind <> 'none')::int as blocked,
               (select count(*)::int from ${duplicates} d where d.period_id = c.period_id and d.regency_code = c.regency_code) as doubles
             from ${current} c where period_id = ? and regency_code = ? group by c.period_id, c.regency_code`,
            [place.periodId, regency],
          )
        })
        for (const [desk, count] of Object.entries(found!)) assert.isAbove(count, 0, `${name} ${regency}: ${desk}`)
      }
      for (const path of ['/bsp/data-ganda', '/pbi/bayi']) {
        assert.match((await client.get(path).loginAs(user)).text(), /page-total">\s*[1-9]/, `${path} ${regency}`)
      }
    }
  })

  test('news of a household that left the register waits with the lists that have somebody of it, and stands on their pages', async ({
    client,
    assert,
  }) => {
    const user = await User.findByOrFail('login', 'supervisor.3371')
    const told = await inRegency('33.71', (tx) =>
      query<{ module: string; open: boolean }>(
        tx,
        `select module, bool_and(state = 'open') as open from module_news where regency_code = '33.71' group by module`,
      ),
    )
    assert.isNotEmpty(told)
    for (const { module, open } of told) {
      assert.isTrue(open)
      assert.match((await client.get(`/${module}/kabar`).loginAs(user)).text(), /page-total">\s*[1-9]/)
    }
  })
})
