import type { Rule } from '#core/plugin'
import { identityRules } from './identity.js'
import { membershipRules } from './membership.js'
import { proposalRules } from './proposals.js'
import { registerRules } from './register.js'

/** The rules of the premium list, numbered as those of the BDT where they are about the same thing. Codes never change. */
export const rules: readonly Rule[] = [...identityRules, ...membershipRules, ...proposalRules, ...registerRules].sort((a, b) =>
  a.code.localeCompare(b.code),
)
