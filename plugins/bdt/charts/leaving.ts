import { records, type Chart } from '#core/plugin'
import { outcomes } from '../outcomes.js'

const LEAVING = outcomes.filter(({ effect }) => effect === 'deactivate')

/** Accepted households that go off the list, by the reason. */
const leaving: Chart = async ({ tx, place }) => {
  const villages = await records.counts(tx, place)
  const count = (code: string) => villages.reduce((sum, { taken }) => sum + (taken[code] ?? 0), 0)
  return {
    labels: LEAVING.map(({ label }) => label),
    series: [{ label: { id: 'Rumah tangga', en: 'Households' }, values: LEAVING.map(({ code }) => count(code)) }],
  }
}

export default leaving
