import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { addDays } from '#domain/calendar_date'
import { moveDates, todayOfStory } from '#services/demo/story/index'
import { query } from '#services/scope'
import { registerUntil } from '#tests/support/register'
import type { Place } from '#verification/store/index'
import { inPlace, testRegister } from '#tests/functional/finalisation/support'

const dates = async (place: Place) => {
  const period = await db.connection('owner').from('periods').where('id', place.periodId).first()
  const [row] = await inPlace(place, (tx) =>
    query<{ until_on: string }>(tx, 'select until_on from finalisations where period_id = ?', [place.periodId]),
  )
  return [period.until_on, row!.until_on]
}

test.group('Dates of the demonstration', () => {
  test('its own period moves with the day, granted days too; a period opened beside it keeps its dates', async ({ assert }) => {
    const [{ place: own }, { place: other }] = [await testRegister(1), await testRegister(1)]
    for (const place of [own, other]) {
      await inPlace(place, (tx) =>
        query(tx, `update finalisations set until_on = '2027-01-04' where period_id = ?`, [place.periodId]),
      )
    }
    await moveDates(own.periodId)
    const until = addDays(todayOfStory(), 6)
    assert.deepEqual(await dates(own), [until, addDays(until, 4)])
    assert.deepEqual(await dates(other), [registerUntil(), '2027-01-04'])
    await moveDates(undefined)
    assert.deepEqual(await dates(own), [until, addDays(until, 4)])
  })
})
