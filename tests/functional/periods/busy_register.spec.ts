import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query, scope } from '#services/scope'
import { scopeRegions } from '#services/regions'
import { isStoreBusy } from '#services/store_busy'
import { periodById } from '#verification/periods/index'
import { askPeriod } from '#verification/periods/requests/index'
import { inPlace, periodOf, testRegister } from '#tests/functional/finalisation/support'
import { ministryStaff, supervisorOf } from '#tests/support/people'

test.group('A register in which an import is being written', (group) => {
  group.each.setup(() => {
    clock.freeze(new Date('2026-12-28T05:00:00Z'))
    return () => clock.restore()
  })

  test('does not keep the officer waiting who grants more days: within seconds he is told, and what he typed is there', async ({
    client,
    assert,
  }) => {
    const { place } = await testRegister(1)
    const [supervisor, officer] = [await supervisorOf(place.regency), await ministryStaff()]
    const { id: user, name, role } = supervisor
    const own = scope.of(await scopeRegions(role, place.regency), { id: user, name, role })
    const { id } = await scope.run(own, async (tx) =>
      askPeriod(tx, (await periodById(tx, place.periodId, place.regency))!, {
        ...{ kind: 'extension', untilOn: '2027-01-20', reason: 'Banjir di dua desa' },
      }),
    )
    const grant = () =>
      client
        .post(`/admin/periode/permohonan/${id}/kabulkan`)
        .form({ act: 'grant', until_on: '10-01-2027', answer: 'Disetujui sepuluh hari' })
        .loginAs(officer)
        .withCsrfToken()
        .redirects(0)
    const answer = await inPlace(place, async (tx) => {
      await query(tx, 'select 1 from finalisations where period_id = ? and regency_code = ? for share', [
        place.periodId,
        place.regency,
      ])
      return grant()
    })
    answer.assertStatus(302)
    assert.include(String(answer.flashMessage('error')), 'sedang disimpan oleh orang atau pekerjaan lain')
    assert.equal(answer.flashMessage('answer'), 'Disetujui sepuluh hari')
    assert.equal((await periodOf(place)).closesOn, '2026-12-31')
    await grant()
    assert.equal((await periodOf(place)).closesOn, '2027-01-10')
  })

  test('is known by what PostgreSQL says of waiting too long and of waiting for each other', ({ assert }) => {
    const failed = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code })
    for (const code of ['55P03', '40P01', '40001']) assert.isTrue(isStoreBusy(failed(code)), code)
    assert.isTrue(isStoreBusy(failed('E_X', failed('40P01'))))
    assert.isFalse(isStoreBusy(failed('23505')))
  })
})
