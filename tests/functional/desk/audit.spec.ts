import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { recordActivity } from '#services/activity'
import { knownActs } from '#services/audit/acts'
import { searchLog, type LogFilters } from '#services/audit/log'
import { logCsv } from '#services/audit/log_csv'
import { readLogFilters } from '#services/audit/log_filters'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { as, scopeOf } from './support.js'

const NONE: LogFilters = { source: 'activities', user: null, action: null, regions: null, object: null, from: null, until: null }

test.group('The log', (group) => {
  group.each.teardown(() => clock.restore())

  test('is found by user, time, act, region and object, page by page, newest first', async ({ assert }) => {
    const { code, province } = await regencyForTest()
    const [auditor, supervisor] = [await ministryStaff('auditor'), await supervisorOf(code)]
    for (let n = 0; n < 7; n++) {
      await as(supervisor, (tx) =>
        recordActivity(tx, {
          action: n % 2 ? 'profile.saved' : 'job.cancel_asked',
          regency: code,
          object: { type: 'uji', id: `objek-${code}-${n}` },
          data: { count: n },
        }),
      )
    }
    const all = (asked: Record<string, string>) =>
      as(auditor, async (tx) => (await searchLog(tx, (await readLogFilters(tx, asked)).filters, { size: 100, after: null })).rows)
    assert.lengthOf(await all({ wilayah: code }), 7)
    assert.lengthOf(await all({ pengguna: supervisor.login }), 7)
    assert.lengthOf(await all({ pengguna: supervisor.id, aksi: 'profile.saved' }), 3)
    assert.deepEqual(
      (await all({ objek: `objek-${code}-4` })).map(({ user }) => user),
      [supervisor.id],
    )
    assert.isAtLeast((await all({ wilayah: province })).length, 7)
    assert.lengthOf(await all({ wilayah: code, sampai: '01-01-2020' }), 0)
    const seen: string[] = []
    let after: Awaited<ReturnType<typeof searchLog>>['next'] = null
    do {
      const page: Awaited<ReturnType<typeof searchLog>> = await as(auditor, (tx) =>
        searchLog(tx, { ...NONE, regions: [code] }, { size: 3, after }),
      )
      seen.push(...page.rows.map(({ objectId }) => objectId!))
      after = page.next
    } while (after)
    assert.deepEqual(
      seen,
      [6, 5, 4, 3, 2, 1, 0].map((n) => `objek-${code}-${n}`),
    )
  })

  test('names nobody: neither the page nor its file hold a name, a login or what somebody typed', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const [auditor, supervisor] = [await ministryStaff('auditor'), await supervisorOf(code)]
    await as(supervisor, (tx) =>
      recordActivity(tx, {
        action: 'import.refused',
        regency: code,
        object: { type: 'import_file', id: 'berkas-uji' },
        data: { name: 'BUDI SANTOSO.siks' },
      }),
    )
    await as(supervisor, (tx) =>
      recordActivity(tx, { action: 'account.created', regency: code, data: { login: 'budi.santoso' } }),
    )
    for (const path of [`/admin/log?wilayah=${code}`, `/admin/log.csv?wilayah=${code}`]) {
      const answer = await client.get(path).loginAs(auditor)
      answer.assertStatus(200)
      assert.include(answer.text(), supervisor.id)
      assert.notMatch(answer.text(), /BUDI|budi\.santoso/, path)
      assert.notInclude(answer.text(), supervisor.name, path)
    }
    const [taken] = await as(auditor, (tx) =>
      query<{ data: unknown }>(tx, `select data from activities where action = 'log.exported' and user_id = ?`, [auditor.id]),
    )
    assert.containsSubset(taken!.data, { source: 'activities', place: code })
  })

  test('an unknown user or region finds nothing, and an address out of order does no harm', async ({ client, assert }) => {
    const auditor = await ministryStaff('auditor')
    for (const asked of [
      'pengguna=tidak.ada',
      'wilayah=99.99',
      'sesudah=kacau',
      'sesudah=2026-13-01 00:00:00+00~x',
      'aksi=%27%3B--',
      'dari=besok',
      'sampai=9999-12-31',
      'sumber=users',
      'baris=9',
    ]) {
      ;(await client.get(`/admin/log?${asked}`).loginAs(auditor)).assertStatus(200)
    }
    const found = await client.get('/admin/log?pengguna=tidak.ada').loginAs(auditor)
    assert.include(found.text(), 'Tidak ada yang cocok')
    assert.include(knownActs(), 'import.applied')
  })

  test('a day that cannot be read finds nothing and is told, in page and file; one in words is read (S06)', async ({
    client,
    assert,
  }) => {
    const auditor = await ministryStaff('auditor')
    for (const day of ['31/02/2026', '01/13/2026', '04/03/87']) {
      const page = await client.get('/admin/log').qs({ dari: day }).loginAs(auditor)
      assert.include(page.text(), `Waktu &quot;${day}&quot; tidak terbaca`)
      assert.include(page.text(), `value="${day}"`)
      assert.include(page.text(), 'Tidak ada yang cocok')
      const file = await client.get('/admin/log.csv').qs({ sampai: day }).loginAs(auditor)
      file.assertStatus(200)
      assert.lengthOf(file.text().trim().split('\r\n'), 1)
    }
    const read = await as(auditor, (tx) => readLogFilters(tx, { dari: '4 Maret 2026', wilayah: '3371' }))
    assert.deepInclude(read, { span: ['04-03-2026', ''], place: '33.71', faults: [] })
    const lost = await as(auditor, (tx) =>
      readLogFilters(tx, { pengguna: 'tiada', wilayah: '99.99', dari: '05-03-2026', sampai: '04-03-2026' }),
    )
    assert.deepEqual(
      lost.faults.map(({ fault, text }) => [fault, text]),
      [
        ['user_unknown', 'tiada'],
        ['region_unknown', '99.99'],
        ['span_reversed', '04-03-2026'],
      ],
      'who finds nothing is told why',
    )
  })

  test('is narrowed to the minute of the ministry, both ends included, and what was typed stands there again', async ({
    client,
    assert,
  }) => {
    const { code } = await regencyForTest()
    const auditor = await ministryStaff('auditor')
    for (const [n, moment] of ['2026-03-04T14:29:59Z', '2026-03-04T14:30:00Z', '2026-03-04T14:31:59Z'].entries()) {
      clock.freeze(new Date(moment))
      await inScope(code, (tx) => recordActivity(tx, { action: 'test.ran', regency: code, object: { type: 'uji', id: `${n}` } }))
    }
    clock.restore()
    const found = async (asked: Record<string, string>) => {
      const read = await as(auditor, (tx) => readLogFilters(tx, { wilayah: code, ...asked }))
      const { rows } = await as(auditor, (tx) => searchLog(tx, read.filters, { size: 100, after: null }))
      return rows.map(({ objectId }) => objectId)
    }
    assert.deepEqual(await found({ dari: '4-3-2026 21.30' }), ['2', '1'])
    assert.deepEqual(await found({ sampai: '04-03-2026 21:30' }), ['1', '0'])
    assert.deepEqual(await found({ dari: '04-03-2026 21.31', sampai: '04-03-2026' }), ['2'])
    const page = await client.get('/admin/log').qs({ wilayah: code, dari: '4 Maret 2026 9:05' }).loginAs(auditor)
    assert.include(page.text(), 'value="04-03-2026 09.05"')
    const wrong = await client.get('/admin/log').qs({ wilayah: code, dari: '04-03-2026 24.10' }).loginAs(auditor)
    assert.include(wrong.text(), 'Waktu &quot;04-03-2026 24.10&quot; tidak terbaca')
  })

  test('offers every act by its words in both languages, and calls it by its code beside them', async ({ client, assert }) => {
    const auditor = await ministryStaff('auditor')
    const offered = async (locale: string) => {
      const list = /<select[^>]*name="aksi"[^]*?<\/select>/.exec(
        (await client.get('/admin/log').withSession({ locale }).loginAs(auditor)).text(),
      )![0]
      return [...list.matchAll(/<option value="([a-z_.]+)"[^>]*>\s*([^<]*?)\s*</g)].map(([, code, label]) => ({
        code,
        label: label!,
      }))
    }
    const acts = await offered('id')
    assert.sameMembers(
      acts.map(({ code }) => code),
      knownActs(),
    )
    const label = (code: string) => acts.find((act) => act.code === code)!.label
    assert.equal(label('letter.generated'), 'Menerbitkan Surat Pengesahan … (letter.generated)')
    assert.equal(label('account.exported'), 'Mengekspor … akun (account.exported)')
    assert.equal(label('account.sessions_ended'), 'Mengakhiri satu sesi akun … (account.sessions_ended)')
    assert.isEmpty(acts.filter((act) => act.label.startsWith(act.code!)))
    const english = await offered('en')
    assert.equal(english.find(({ code }) => code === 'account.exported')!.label, 'Exported … accounts (account.exported)')
    assert.isEmpty(english.filter((act) => act.label.startsWith(act.code!)))
  })

  test('a file that leaves lines out says so in its last one', async ({ assert }) => {
    const { code } = await regencyForTest()
    const own = await scopeOf(await ministryStaff('auditor'))
    for (let n = 0; n < 3; n++) await inScope(code, (tx) => recordActivity(tx, { action: 'test.ran', regency: code }))
    const lines = async (limit: number) => {
      const say = (key: string, values?: Record<string, unknown>) => (key === 'audit.cut' ? `cut ${values!.limit}` : key)
      const parts = await Array.fromAsync(logCsv(own, { ...NONE, regions: [code] }, say, limit))
      return Buffer.concat(parts).toString().trim().split('\r\n').slice(1)
    }
    const whole = await lines(3)
    assert.lengthOf(whole, 3)
    const [first, second, last, ...more] = await lines(2)
    assert.deepEqual([first, second, more], [whole[0], whole[1], []])
    assert.match(last!, /^cut 2\b/)
  })

  test('the readings of personal data are a log of their own', async ({ client, assert }) => {
    const auditor = await ministryStaff('auditor')
    const page = await client.get('/admin/log?sumber=reads').loginAs(auditor)
    page.assertStatus(200)
    assert.notInclude(page.text(), 'profile.saved')
  })

  test('every filter is answered from an index that ends in the order of the page', async ({ assert }) => {
    const auditor = await ministryStaff('auditor')
    await db.connection('owner').rawQuery('analyze activities')
    await as(auditor, async (tx) => {
      await query(tx, 'set local enable_seqscan = off')
      await query(tx, 'set local enable_sort = off')
      for (const [condition, index] of [
        ['true', 'activities_by_time'],
        [`user_id = '${auditor.id}'`, 'activities_of_user_id'],
        [`object_id = 'x'`, 'activities_of_object_id'],
        [`action = 'backup.made'`, 'activities_of_action'],
        [`regency_code = '99.98'`, 'activities_of_regency_code'],
      ]) {
        const plan = await query(tx, `explain select id from activities where ${condition} order by at desc, id desc limit 26`)
        assert.include(JSON.stringify(plan), index!, condition)
      }
    })
  })
})
