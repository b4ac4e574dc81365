import type { ModuleBlocker, Place, Tx, VillageShare } from '#core/plugin'
import { promisedIn } from './promised.js'
import { quotaBoard, type NamedVillage } from './quota.js'
import { giveable, holding, overfull, withEmpty } from './sheet.js'

/** What of the quota stands against finalising, each sum of the regency with the villages that it is made of. */
export async function ofQuota(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const board = await quotaBoard(tx, place)
  const { given, quota, reserve } = board
  const href = '/bsp/kuota'
  const whole = (id: string, message: ModuleBlocker['message'], villages?: VillageShare[]): ModuleBlocker => ({
    ...{ id, village: null, message, href },
    ...(villages && { villages }),
  })
  if (!given) return [whole('kuota', { key: 'bsp.standing.no_quota' })]
  const { used, limit, excess } = quota
  const found: ModuleBlocker[] = []
  if (quota.exceeded) {
    const villages = holding(board.villages, excess).map((village) => shareOf(village, familiesOf(village)))
    found.push(whole('kuota', { key: 'bsp.standing.exceeded', params: { used, limit, excess } }, villages))
  }
  if (reserve < 0) {
    const promised = await promisedIn(tx, place)
    const free = (code: string) => giveable(board, promised, code)
    const villages = withEmpty(board.villages, free).map((village) => shareOf(village, shiftOf(village)))
    const params = { sum: limit - reserve, limit, over: -reserve }
    found.push(whole('cadangan', { key: 'bsp.standing.reserve', params }, villages))
  }
  return [...found, ...overfull(board).map(fullOf)]
}

function fullOf({ code, used, limit }: NamedVillage): ModuleBlocker {
  const message = { key: 'bsp.standing.full', params: { used, limit, over: used - limit } }
  return { id: `kuota:${code}`, village: code, message, href: `/bsp/kuota?desa=${code}` }
}

function shareOf({ code, used, limit }: NamedVillage, href: string): VillageShare {
  const figures = { used, limit, difference: used - limit }
  const key = used > limit ? 'bsp.standing.village_over' : 'bsp.standing.village'
  return { village: code, figures, message: { key, params: { used, limit, count: Math.abs(used - limit) } }, href }
}

/** The families of a village, where one can be taken off. */
const familiesOf = ({ district, code }: NamedVillage) => `/bsp/daftar-kpm?kecamatan=${district}&desa=${code}`

/** Where places of a village are shifted. */
const shiftOf = ({ code }: NamedVillage) => `/bsp/kuota?desa=${code}`
