import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { addDays, daysBetween } from '#domain/calendar_date'
import { moveDates, todayOfStory } from '#services/demo/story/index'
import { query } from '#services/scope'
import type { Place } from '#verification/store/index'
import { inPlace, testRegister } from '#tests/functional/finalisation/support'

/** A register whose period ended some days ago, and for its regency two days later. */
async function endedRegister(daysAgo: number): Promise<Place> {
  const { place } = await testRegister(1)
  const until = addDays(todayOfStory(), -daysAgo)
  const period = db.connection('owner').from('periods').where('id', place.periodId)
  await period.update({ opens_on: addDays(until, -30), until_on: until })
  await inPlace(place, (tx) =>
    query(tx, 'update finalisations set until_on = ? where period_id = ?', [addDays(until, 2), place.periodId]),
  )
  return place
}

/** Days from today to the last day of the period and to that of its regency. */
const daysLeft = async (place: Place) => {
  const period = await db.connection('owner').from('periods').where('id', place.periodId).first()
  const [row] = await inPlace(place, (tx) =>
    query<{ until_on: string }>(tx, 'select until_on from finalisations where period_id = ?', [place.periodId]),
  )
  return [period.until_on, row!.until_on].map((day) => daysBetween(todayOfStory(), day))
}

test.group('Dates of the demonstration', () => {
  test('its periods move with the day, granted days too; one opened beside them keeps its dates', async ({ assert }) => {
    const [own, second, other] = [await endedRegister(30), await endedRegister(23), await endedRegister(30)]
    await moveDates(own.periodId, [second.periodId])
    const all = async () => [await daysLeft(own), await daysLeft(second), await daysLeft(other)]
    const moved = [
      [6, 8],
      [13, 15],
      [-30, -28],
    ]
    assert.deepEqual(await all(), moved)
    await moveDates(undefined, [second.periodId])
    await moveDates(own.periodId, [second.periodId])
    assert.deepEqual(await all(), moved)
  })
})
