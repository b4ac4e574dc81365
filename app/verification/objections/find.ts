import { nameKey } from '#domain/name_key'
import { plainCell } from '#domain/plain_cell'
import type { VerificationModule } from '#kernel/registry'
import { assertPluginOn, pluginEnabled } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { choosePeriod, periodFor, type RegencyPeriod } from '../periods/index.js'
import { tableNames } from '../store/index.js'

/** A record that a typed number or name leads to. */
export interface Candidate {
  module: string
  periodId: string
  key: string
  name: string | null
  registerId: string | null
  village: string
  outcome: string
  state: string
}

const MOST = 20
const NAME_LETTERS = 3

/** Records of the newest period of each module with that register key, NIK, family card, or a name that begins so. */
export async function candidatesToObject(
  tx: Tx,
  regency: string,
  modules: readonly VerificationModule[],
  typed: string,
): Promise<Candidate[]> {
  const found: Candidate[] = []
  const word = plainCell(typed)
  const [digits, name] = [word.replace(/[\s.'’-]/g, ''), nameKey(typed)]
  for (const module of modules) {
    if (!(await pluginEnabled(module.name, regency))) continue
    const period = await periodFor(tx, module, regency)
    if (!period) continue
    const { current, people } = tableNames(module.instrument)
    const rows = await query<Omit<Candidate, 'module'>>(
      tx,
      `select c.period_id as "periodId", c.key, c.name, c.register_id as "registerId", c.village_code as village, c.outcome, c.state
       from ${current} c where c.period_id = :period and c.regency_code = :regency and (c.key = :typed or c.register_id = :typed
         or c.key in (select p.record_key from ${people} p where p.period_id = :period and p.regency_code = :regency and (p.nik = :digits or p.kk = :digits))
         or :named and c.name_key like :name) order by c.name_key, c.key limit ${MOST}`,
      {
        ...{ period: period.period.id, regency, typed: word, digits, named: name.length >= NAME_LETTERS },
        name: `${name}%`,
      },
    )
    found.push(...rows.map((row) => ({ ...row, module: module.name })))
  }
  return found.slice(0, MOST)
}

/**
 * The period whose decision is objected to: a sealed one too.
 * @param asked id or name; the newest when empty
 * @throws PeriodError, PluginOff
 */
export async function objectedPeriod(
  tx: Tx,
  module: VerificationModule,
  regency: string,
  asked?: string,
): Promise<RegencyPeriod> {
  await assertPluginOn(module.name, regency)
  return choosePeriod(tx, module, regency, asked || undefined)
}
