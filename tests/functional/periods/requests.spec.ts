import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { clock } from '#services/clock'
import { noticesOf } from '#services/notifications'
import { nationalScope, scopeRegions } from '#services/regions'
import { query, scope } from '#services/scope'
import { lettersOf } from '#verification/finalise/index'
import { reopenForRequest } from '#verification/finalise/judgement'
import { closePeriod, periodById } from '#verification/periods/index'
import {
  askPeriod,
  findRequest,
  grantRequest,
  periodRequests,
  refuseRequest,
  type PeriodRequest,
} from '#verification/periods/requests/index'
import type { Place } from '#verification/store/index'
import { inPlace, periodOf, seal, testRegister, toUploadedLetter } from '#tests/functional/finalisation/support'
import { textOf } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { openRegister } from '#tests/support/register'

const NOON = new Date('2026-12-28T05:00:00Z')
/** The period of `testRegister` ends on 31-12-2026. */
const LATER = '2027-01-20'

const post = (client: ApiClient, user: User, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)

const actorOf = ({ id, name, role }: User) => ({ id, name, role })

async function asOfficer<T>(user: User, work: Parameters<typeof scope.run<T>>[1]): Promise<T> {
  return scope.run({ regions: (await nationalScope(actorOf(user))).regions, actor: actorOf(user) }, work)
}

async function asked(
  place: Place,
  supervisor: User,
  kind: PeriodRequest['kind'] = 'extension',
  reason = 'Banjir di dua desa',
): Promise<PeriodRequest> {
  const own = scope.of(await scopeRegions(supervisor.role, supervisor.regionCode), actorOf(supervisor))
  return scope.run(own, async (tx) =>
    askPeriod(tx, (await periodById(tx, place.periodId, place.regency))!, { kind, untilOn: LATER, reason }),
  )
}

test.group('Requests about periods', (group) => {
  group.each.setup(() => {
    clock.freeze(NOON)
    return () => clock.restore()
  })

  test('a regency asks on its page, the ministry grants it there, and the regency reads the answer as a task', async ({
    client,
    assert,
  }) => {
    const { place, regency } = await testRegister(2)
    const [supervisor, officer] = [await supervisorOf(place.regency), await ministryStaff()]
    const page = textOf((await client.get('/bdt/finalisasi').loginAs(supervisor)).text())
    assert.include(page, 'Minta perpanjangan')
    const mute = await client
      .post('/bdt/finalisasi/permohonan')
      .header('referer', '/bdt/finalisasi')
      .form({ until_on: '20-01-2027', reason: '-' })
      .loginAs(supervisor)
      .withCsrfToken()
    assert.match(mute.text(), /<details open>[\s\S]*?value="20-01-2027"/, 'open, with what was typed')
    await post(client, supervisor, '/bdt/finalisasi/permohonan', { until_on: '20-01-2027', reason: 'Banjir di dua desa' })
    const waiting = (await client.get('/bdt/finalisasi').loginAs(supervisor)).text()
    assert.include(textOf(waiting), 'meminta perpanjangan sampai 20-01-2027')

    const board = (await client.get('/beranda').loginAs(officer)).text()
    assert.include(board, 'href="/admin/periode/permohonan"')
    const queue = (await client.get(`/admin/periode/permohonan?provinsi=${regency.province}`).loginAs(officer)).text()
    assert.include(queue, regency.name)
    const address = queue
      .split('href="')
      .find((part) => part.includes(`> ${regency.name}</span>`))!
      .split('"')[0]!
    const one = (await client.get(address).loginAs(officer)).text()
    assert.include(textOf(one), 'Banjir di dua desa')
    const answered = await post(client, officer, `${address}/kabulkan`, {
      until_on: '10-01-2027',
      answer: 'Disetujui sepuluh hari',
    })
    assert.include(String(answered.flashMessage('success')), '10-01-2027')
    assert.equal((await periodOf(place)).closesOn, '2027-01-10')
    const lost = await client
      .post(`${address}/tolak`)
      .header('referer', address)
      .form({ act: 'refuse', answer: 'Batas nasional tidak dapat digeser' })
      .loginAs(await ministryStaff())
      .withCsrfToken()
    assert.include(lost.text(), 'Keputusan Anda tidak disimpan')
    assert.include(lost.text(), '<p class="long-text">Batas nasional tidak dapat digeser</p>')

    const told = await inPlace(place, (tx) => noticesOf(tx, supervisor), actorOf(supervisor))
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ['period.request_granted'],
    )
    const task = textOf((await client.get('/beranda').loginAs(supervisor)).text())
    assert.include(task, 'permohonan BDT Periode Uji dikabulkan')
    const answer = (await client.get('/bdt/finalisasi').loginAs(supervisor)).text()
    assert.include(textOf(answer), 'Disetujui sepuluh hari')
    const read = /action="(\/bdt\/finalisasi\/permohonan\/[0-9a-f-]{36}\/dibaca[^"]*)"/.exec(answer)![1]!
    await post(client, supervisor, read.replaceAll('&amp;', '&'), {})
    assert.notInclude(textOf((await client.get('/beranda').loginAs(supervisor)).text()), 'permohonan BDT')
  })

  test('of two officers one wins, and the other is told by whom and when; nothing is done twice', async ({ assert }) => {
    const { place } = await testRegister(2)
    const [supervisor, first, second] = [await supervisorOf(place.regency), await ministryStaff(), await ministryStaff()]
    const request = await asked(place, supervisor)
    const [granted, refused] = await Promise.allSettled([
      asOfficer(first, (tx) => grantRequest(tx, request.id, { answer: 'Setuju' }, reopenForRequest)),
      asOfficer(second, (tx) => refuseRequest(tx, request.id, 'Tidak')),
    ])
    const outcomes = [granted, refused]
    assert.lengthOf(
      outcomes.filter(({ status }) => status === 'fulfilled'),
      1,
    )
    const lost = outcomes.find((one) => one.status === 'rejected')!
    const winner = granted.status === 'fulfilled' ? first : second
    assert.equal((lost as PromiseRejectedResult).reason.code, 'E_REQUEST_ANSWERED')
    assert.include((lost as PromiseRejectedResult).reason.message, `oleh ${winner.name} pada 28-12-2026`)
    const kept = await asOfficer(first, (tx) => findRequest(tx, request.id))
    assert.equal(kept!.answeredByName, winner.name)
    const notices = await inPlace(place, (tx) => noticesOf(tx, supervisor), actorOf(supervisor))
    assert.lengthOf(notices, 1)
  })

  test('a granted reopening voids the letter, its public page says so, and the work is open until the day granted', async ({
    client,
    assert,
  }) => {
    const { place } = await testRegister(2)
    const letter = await toUploadedLetter(place)
    const [supervisor, officer] = [await supervisorOf(place.regency), await ministryStaff()]
    const page = textOf((await client.get('/bdt/surat-pengesahan').loginAs(supervisor)).text())
    assert.include(page, 'Minta pembukaan kembali')
    const request = await asked(place, supervisor, 'reopening')
    const sheet = textOf((await client.get(`/admin/periode/permohonan/${request.id}`).loginAs(officer)).text())
    assert.include(sheet, 'Mengabulkan membatalkan surat')
    await post(client, officer, `/admin/periode/permohonan/${request.id}/kabulkan`, { answer: 'Satu desa keliru' })
    const period = await periodOf(place)
    assert.containsSubset(period, {
      closesOn: LATER,
      phase: 'open',
      finalisation: { state: 'open', returnedReason: 'Satu desa keliru' },
    })
    const [kept] = await inPlace(place, (tx) => lettersOf(tx, place))
    assert.containsSubset(kept, { number: letter.number, state: 'void', voidReason: 'Satu desa keliru' })
    const open = textOf((await client.get(`/verifikasi/${letter.code}`)).text())
    assert.include(open, 'batal')
    assert.notInclude(open, 'Surat ini berlaku')
  })

  test('a reopening before the letter speaks of no letter', async ({ client, assert }) => {
    const { place } = await testRegister(2)
    await seal(place)
    const [supervisor, officer] = [await supervisorOf(place.regency), await ministryStaff()]
    const request = await asked(place, supervisor, 'reopening')
    const sheet = textOf((await client.get(`/admin/periode/permohonan/${request.id}`).loginAs(officer)).text())
    assert.include(sheet, 'Belum ada surat yang terbit.')
    assert.include(sheet, 'Kabulkan dan buka kembali')
    assert.notInclude(sheet, 'batal')
  })

  test('says what cannot be asked for: twice, the wrong thing, a day that is over, without a reason', async ({ assert }) => {
    const { place } = await testRegister(2)
    const supervisor = await supervisorOf(place.regency)
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'none',
        (error: { code: string }) => error.code,
      )
    const ask = (more: object) =>
      inPlace(place, async (tx) =>
        askPeriod(tx, await periodOf(place), { kind: 'extension', untilOn: LATER, reason: 'Banjir', ...more }),
      )
    assert.equal(await code(ask({ kind: 'reopening' })), 'E_REQUEST_STATE')
    assert.equal(await code(ask({ untilOn: '2026-12-31' })), 'E_PERIOD_DATE')
    assert.equal(await code(ask({ reason: 'ya' })), 'E_REASON_MISSING')
    const request = await asked(place, supervisor)
    assert.equal((await asked(place, supervisor)).id, request.id, 'a second click is the same request')
    assert.equal(await code(ask({})), 'E_REQUEST_WAITING', 'another person asks for the same')
    const officer = await ministryStaff()
    assert.equal(await code(asOfficer(officer, (tx) => refuseRequest(tx, request.id, ' '))), 'E_REASON_MISSING')
    await seal(place)
    const late = asOfficer(officer, (tx) => grantRequest(tx, request.id, { answer: 'Setuju' }, reopenForRequest))
    assert.equal(await code(late), 'E_REQUEST_STATE', 'it was finalised since')
    assert.equal(await code(asOfficer(officer, (tx) => refuseRequest(tx, request.id, 'Sudah final'))), 'none')
  })

  test('another regency finds neither page nor act, and the desk is none of a regency or a province', async ({
    client,
    assert,
  }) => {
    const { place } = await testRegister(2)
    const [supervisor, stranger] = [await supervisorOf(place.regency), await supervisorOf((await testRegister(2)).place.regency)]
    const request = await asked(place, supervisor)
    for (const act of ['tarik', 'dibaca']) {
      const answer = await post(client, stranger, `/bdt/finalisasi/permohonan/${request.id}/${act}`, {})
      assert.equal(answer.status(), 404)
    }
    for (const path of ['/admin/periode', '/admin/periode/permohonan', `/admin/periode/permohonan/${request.id}`]) {
      ;(await client.get(path).loginAs(supervisor)).assertStatus(404)
    }
    const officer = await ministryStaff()
    const desk = (await client.get('/admin/periode/permohonan?baris=25').loginAs(officer)).text()
    assert.match(desk, /aria-current="page"\s*>Menunggu/, 'the tab that is shown is marked')
    assert.include(desk, 'class="pager"')
    const listed = (page?: { start: number; size: number }) => asOfficer(officer, (tx) => periodRequests(tx, {}, page))
    const all = await listed()
    assert.deepEqual([...(await listed({ start: 0, size: 1 })), ...(await listed({ start: 1, size: 1 }))], all.slice(0, 2))
    await post(client, supervisor, `/bdt/finalisasi/permohonan/${request.id}/tarik`, {})
    assert.equal((await asOfficer(officer, (tx) => findRequest(tx, request.id)))!.state, 'withdrawn')
  })

  test('each act has its command, with the same refusals', async ({ assert }) => {
    const { place } = await testRegister(2)
    const [supervisor, officer] = [await supervisorOf(place.regency), await ministryStaff()]
    const ask = [
      'period:ask',
      'bdt',
      '--regency',
      place.regency,
      '--until',
      LATER,
      '--reason',
      'Banjir',
      '--period',
      place.periodId,
    ]
    const forbidden = await aceHere<{ error: { code: string } }>('period:ask', ...ask.slice(1), '--as', officer.login, '--json')
    assert.equal(forbidden.json.error.code, 'E_FORBIDDEN')
    const made = await aceHere<PeriodRequest>('period:ask', ...ask.slice(1), '--as', supervisor.login, '--json')
    assert.containsSubset(made.json, { kind: 'extension', untilOn: LATER, state: 'waiting', askedByName: supervisor.name })
    const listed = await aceHere<{ requests: PeriodRequest[] }>(
      'period:requests',
      '--state',
      'waiting',
      '--as',
      officer.login,
      '--json',
    )
    assert.include(
      listed.json.requests.map(({ id }) => id),
      made.json.id,
    )
    const answer = ['period:answer', made.json.id, '--refuse', '--reason', 'Cukup', '--json'] as const
    assert.equal((await aceHere<{ error: { code: string } }>(...answer, '--as', supervisor.login)).json.error.code, 'E_FORBIDDEN')
    assert.containsSubset((await aceHere(...answer, '--as', officer.login)).json, {
      state: 'refused',
      answeredByName: officer.name,
    })
    const again = await aceHere<{ error: { code: string; message: string } }>(...answer)
    assert.equal(again.json.error.code, 'E_REQUEST_ANSWERED')
    assert.include(again.json.error.message, officer.name)
  })

  test('a closed period opens for one regency alone when its request is granted', async ({ assert }) => {
    const { place } = await testRegister(2)
    const supervisor = await supervisorOf(place.regency)
    const officer = await ministryStaff()
    await closePeriod(place.module, actorOf(officer), { period: place.periodId, finaliseDays: 3, reason: 'Uji' })
    assert.containsSubset(await periodOf(place), { phase: 'closing', closesOn: '2026-12-27', finaliseUntil: '2026-12-30' })
    const again = await closePeriod(place.module, actorOf(officer), { period: place.periodId }).catch((error: Error) => error)
    assert.include((again as Error).message, `oleh ${officer.name} pada 28-12-2026`)
    const request = await asked(place, supervisor)
    await asOfficer(officer, (tx) => grantRequest(tx, request.id, { answer: 'Setuju' }, reopenForRequest))
    assert.containsSubset(await periodOf(place), { phase: 'open', closesOn: LATER })
    const rows = await inPlace(place, (tx) =>
      query<{ action: string }>(tx, `select action from activities where regency_code = ? order by id`, [place.regency]),
    )
    assert.includeMembers(
      rows.map(({ action }) => action),
      ['period.asked_extension', 'period.extended', 'period.request_granted'],
    )
  })
  test('a regency is told when it asked by its own calendar', async ({ assert }) => {
    const place = await openRegister('81.72', [])
    const supervisor = await supervisorOf(place.regency)
    clock.freeze(new Date('2026-12-28T15:30:00Z'))
    await asked(place, supervisor)
    const again = await asked(place, supervisor, 'extension', 'Gempa bumi').catch((error: Error) => error)
    assert.include((again as Error).message, 'pada 29-12-2026')
  })
})
