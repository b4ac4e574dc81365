import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { unlockUser } from '#services/accounts/manage'
import { lockUser } from '#services/accounts/change_user'
import { clock } from '#services/clock'
import { seedEdition } from '#services/demo/seed_edition'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { publishEdition } from '#verification/editions/publish'
import { askDecision, sameLargeAct } from '#verification/large_acts/acts'
import { closePeriod, extendPeriod, openPeriod } from '#verification/periods/index'
import { as } from '#tests/functional/desk/support'
import { refusalOf } from '#tests/functional/accounts_desk/support'
import { household, NOON } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { untilSomebodyWaits } from '#tests/support/locks'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { forgetQueuedJobs } from '#tests/support/worker_process'

const bdt = () => registry.module('bdt')
const office = () => openOffice(([village]) => [household('K01', village!, 1)])
const national = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => scope.run(await nationalScope(SYSTEM), work)

const untilOf = ({ place }: Office) =>
  national(async (tx) => {
    const [row] = await query<{ until: string; state: string }>(tx, 'select until_on as until, state from periods where id = ?', [
      place.periodId,
    ])
    return row!
  })

const acts = (of: string, action: string) =>
  national(async (tx) => (await query(tx, 'select 1 from activities where object_id = ? and action = ?', [of, action])).length)

/** Work of two people, of whom the second begins while the first has not finished. */
async function atOnce<T>(first: (tx: Tx) => Promise<unknown>, second: () => Promise<T>): Promise<PromiseSettledResult<T>> {
  let begun: Promise<PromiseSettledResult<T>[]> | undefined
  await national(async (tx) => {
    await first(tx)
    begun = Promise.allSettled([second()])
    await untilSomebodyWaits()
  })
  return (await begun!)[0]!
}

test.group('Two officers at the same moment', (group) => {
  group.each.teardown(() => clock.restore())

  test('of two last days of a period the later one stays, and who came with the earlier one is told', async ({ assert }) => {
    const found = await office()
    const period = found.place.periodId
    const extend = (untilOn: string) => extendPeriod({ module: bdt(), period, untilOn, actor: SYSTEM })
    await national((tx) => query(tx, `update periods set until_on = '2026-12-01' where id = ?`, [period]))
    const answers = await Promise.allSettled([extend('2026-12-20'), extend('2026-12-20'), extend('2026-12-20')])
    assert.lengthOf(
      answers.filter(({ status }) => status === 'fulfilled'),
      1,
    )
    assert.equal(await acts(period, 'period.extended'), 1)
    const late = await atOnce(
      (tx) => query(tx, `update periods set until_on = '2027-01-20' where id = ?`, [period]),
      () => extend('2027-01-10'),
    )
    assert.equal(late.status === 'rejected' && late.reason.code, 'E_PERIOD_DATE')
    assert.equal((await untilOf(found)).until, '2027-01-20')
  })

  test('what one closes is not opened again by the extension of another, who is told who closed it', async ({
    client,
    assert,
  }) => {
    const found = await office()
    const officer = await ministryStaff()
    const page = (await client.get(`/admin/periode/${found.place.periodId}`).loginAs(officer)).text()
    assert.include(page, '<input type="hidden" name="seen" value="open">')
    await closePeriod(bdt(), SYSTEM, { period: found.place.periodId })
    const answer = await client
      .post(`/admin/periode/${found.place.periodId}/perpanjang`)
      .form({ act: 'extend', seen: 'open', until_on: '20-01-2027', finalise_days: '14', reason: 'Banjir di banyak daerah' })
      .loginAs(officer)
      .withCsrfToken()
      .redirects(0)
    assert.include(String(answer.flashMessage('error')), 'sudah ditutup oleh')
    assert.equal(answer.flashMessage('reason'), 'Banjir di banyak daerah')
    assert.equal((await untilOf(found)).state, 'closed')
    assert.equal(await acts(found.place.periodId, 'period.reopened'), 0)
  })

  test('one decree is in force when one is published while a period is opened on another', async ({ assert }) => {
    clock.freeze(NOON)
    const regency = await regencyForTest()
    const make = (name: string) =>
      seedEdition({
        ...{ module: bdt(), name: `${name} ${regency.code}`, decree: '9/HUK/2026', decreeDate: '2026-11-01', seed: name },
        ...{ regencies: [{ code: regency.code, records: 3 }], dirt: 0, actor: SYSTEM },
      })
    const [one, two] = [await make('Satu'), await make('Dua')]
    await national((tx) => query(tx, `update periods set state = 'closed' where module = 'bdt' and state <> 'closed'`))
    const opened = await atOnce(
      (tx) => publishEdition(tx, bdt(), one.edition),
      () =>
        openPeriod({
          ...{
            module: bdt(),
            editionId: two.edition,
            name: 'Serentak',
            opensOn: '2026-10-01',
            untilOn: '2026-12-20',
            finaliseDays: 7,
            actor: SYSTEM,
          },
        }),
    )
    assert.equal(opened.status, 'fulfilled')
    const states = await national((tx) =>
      query<{ id: string; state: string }>(tx, 'select id, state from editions where id = any (?)', [[one.edition, two.edition]]),
    )
    assert.deepEqual(Object.fromEntries(states.map(({ id, state }) => [id, state])), {
      [one.edition]: 'superseded',
      [two.edition]: 'published',
    })
    await closePeriod(bdt(), SYSTEM, { period: 'Serentak' })
  })

  test('one decision on many records that is sent twice at once is one job', async ({ assert }) => {
    await forgetQueuedJobs()
    const found = await office()
    const shown = { count: 400, token: 'sama', at: clock.now() }
    const ask = () =>
      found.act(async (tx) => {
        const same = await sameLargeAct(tx, found.place, 'accept', shown.token)
        return same ?? askDecision(tx, found.place, { keys: ['K01'] }, { take: 'accept' }, { shown, back: '/bdt/perbaikan' })
      })
    const ids = await Promise.all([ask(), ask(), ask()])
    assert.lengthOf([...new Set(ids)], 1)
    await forgetQueuedJobs()
  })

  test('an account is unlocked once, noted once, and the second officer is told that it is open', async ({ client, assert }) => {
    const [one, two] = [await ministryStaff(), await ministryStaff()]
    const user = await supervisorOf((await regencyForTest()).code)
    await as(one, (tx) => lockUser(tx, user.id, 'Cuti sampai akhir bulan'))
    await Promise.all([one, two].map((officer) => as(officer, (tx) => unlockUser(tx, user.login))))
    assert.equal(await acts(user.id, 'account.unlocked'), 1)
    const again = await client.post(`/admin/pengguna/${user.id}/buka-kunci`).loginAs(two).withCsrfToken().redirects(0)
    assert.include(String(again.flashMessage('error')), 'tidak terkunci')
    assert.isUndefined(again.flashMessage('success'))
    assert.isNull(await refusalOf(as(one, (tx) => unlockUser(tx, user.login))))
  })
})
