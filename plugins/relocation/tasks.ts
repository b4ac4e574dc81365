import type { TaskSource } from '#core/plugin'
import { countPlans } from './services/plans.js'

/** Plans that somebody made and nobody ran. */
const tasks: TaskSource = async ({ tx, regency, can }) => {
  if (regency === null || !can('move')) return []
  const { draft } = await countPlans(tx, regency)
  return [
    {
      label: { id: 'rencana pemindahan belum dijalankan', en: 'planned {count, plural, one {move} other {moves}} not run yet' },
      ...{ count: draft, href: '/pemindahan/riwayat?status=draft', tone: 'warn' as const },
    },
  ]
}
export default tasks
