import { createHash } from 'node:crypto'
import type { VerificationModule } from '#kernel/registry'

const SIGNS = 8
const known = new WeakMap<VerificationModule, string>()

/**
 * Version of a module's catalogue of rules, `2019.1-3f9a1c20`: that of the instrument, and a short hash of codes, severities, outcomes and
 * sentences, which differs as soon as one of them is another.
 */
export function ruleVersion(module: VerificationModule): string {
  const found = known.get(module)
  if (found !== undefined) return found
  const told = module.rules.map(({ code, severity, outcomes = [], title, message, messages = {}, source }) => [
    ...[code, severity, outcomes, title, message, messages, source],
  ])
  const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, SIGNS)
  const version = `${module.instrument.version}-${hash}`
  known.set(module, version)
  return version
}
