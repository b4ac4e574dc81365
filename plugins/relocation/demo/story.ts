import { query, records, regions, type DemoStage, type DemoStory, type MoveRequest, type Tx } from '#core/plugin'
import { makePlan } from '../services/plans.js'

/** The regency whose supervisor has a plan before him. */
const TOLD = '33.71'

/** Two households that somebody means to move into the next village: the plan waits with its effect. */
const story: DemoStory = {
  async later(stage: DemoStage) {
    if (!stage.regencies.some(({ code }) => code === TOLD)) return
    await stage.asSupervisor(TOLD, 1, async (tx) => {
      const request = await requestFor(tx, TOLD)
      if (request) await makePlan(tx, { regency: TOLD, source: 'records', request })
    })
  },
}

async function requestFor(tx: Tx, regency: string): Promise<MoveRequest | null> {
  const [lead] = await records.modules(tx, regency)
  if (!lead || lead.closed !== null) return null
  const { current } = records.tables(lead.place)
  const rows = await query<{ key: string; village: string }>(
    tx,
    `select key, village_code as village from ${current} where period_id = ? and regency_code = ? and kind = 'none' and village_code = (
       select max(village_code) from ${current} where period_id = ? and regency_code = ?) order by name_key, key limit 2`,
    [lead.place.periodId, regency, lead.place.periodId, regency],
  )
  const target = (await regions.villages(regency)).find(({ code }) => code !== rows[0]?.village)
  if (!target || rows.length === 0) return null
  return { kind: 'records', module: lead.module.name, moves: rows.map(({ key }) => ({ key, to: target.code })) }
}

export default story
