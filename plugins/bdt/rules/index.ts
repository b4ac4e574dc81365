import type { Rule } from '#core/plugin'
import { answerRules } from './answers.js'
import { identityRules } from './identity.js'
import { personRules } from './persons.js'
import { programmeRules } from './programmes.js'
import { registerRules } from './register.js'
import { relationRules } from './relations.js'
import { structureRules } from './structure.js'

/** The rules of the BDT, BDT-R01 to BDT-R31; 24 and 25 are about cards and accounts and belong to BSP. Codes never change. */
export const rules: readonly Rule[] = [
  ...identityRules,
  ...structureRules,
  ...relationRules,
  ...personRules,
  ...answerRules,
  ...programmeRules,
  ...registerRules,
].sort((a, b) => a.code.localeCompare(b.code))
