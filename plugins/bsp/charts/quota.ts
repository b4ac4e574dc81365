import type { Chart } from '#core/plugin'
import { quotaBoard } from '../services/quota.js'

/** What each kecamatan may have and what it has. */
const quota: Chart = async ({ tx, place }) => {
  const { villages } = await quotaBoard(tx, place)
  const districts = [...Map.groupBy(villages, ({ district }) => district).values()]
  const sum = (of: 'limit' | 'used') => districts.map((own) => own.reduce((total, village) => total + village[of], 0))
  return {
    labels: districts.map(([first]) => first!.districtName),
    series: [
      { label: { id: 'Kuota', en: 'Quota' }, values: sum('limit') },
      { label: { id: 'Terpakai', en: 'Used' }, values: sum('used') },
    ],
    horizontal: true,
  }
}

export default quota
