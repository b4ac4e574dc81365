import type { Rule } from '#core/plugin'
import { benefitRules } from './benefit.js'
import { identityRules } from './identity.js'
import { holderRules } from './pengurus.js'
import { registerRules } from './register.js'

/** The rules of the food-aid list, numbered as those of the BDT where they are about the same thing. Codes never change. */
export const rules: readonly Rule[] = [...identityRules, ...holderRules, ...benefitRules, ...registerRules].sort((a, b) =>
  a.code.localeCompare(b.code),
)
