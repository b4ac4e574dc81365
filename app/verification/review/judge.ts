import type { VerificationModule } from '#kernel/registry'
import { evaluate } from '../engine.js'
import type { RecordDoc } from '../instrument.js'
import type { Problem } from '../rules.js'

/** Problems a record shows by itself: the same rules, in the same order, wherever it is judged. */
export function judge(
  module: VerificationModule,
  subject: { doc: RecordDoc; outcome: string; kind: 'repair' | 'new'; base: RecordDoc | null },
  today: string,
): Problem[] {
  const { doc, outcome, kind, base } = subject
  return evaluate(module.rules, doc, { today, outcome, kind, ...(base ? { base } : {}) })
}
