import { evaluate } from '#verification/engine'
import type { RecordDoc } from '#verification/instrument'
import type { Problem, RuleContext } from '#verification/rules'
import { moduleOf } from './modules.js'

/** What this very file finds in a record: `SiksOffline.judge(…)`, by which a test or a technician compares it with the server. */
export function judge(module: string, record: RecordDoc, context: RuleContext): Problem[] {
  return evaluate(moduleOf(module).rules, record, context)
}
