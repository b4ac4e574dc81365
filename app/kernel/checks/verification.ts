import type { AnyPlugin } from '#kernel/manifest'
import type { VerificationContribution } from '#verification/contribution'
import type { Outcome } from '#verification/rules'
import type { Text } from '#verification/instrument'
import { checkInstrument, checkLabel, repeated, type Fail } from './instrument.js'

/** Rights that the core's pages of a verification module ask for. */
const VERIFICATION_PERMISSIONS = ['view', 'verify', 'finalise'] as const

/** Outcomes that the cycle itself gives or reads, and what each must do. */
const CYCLE_OUTCOMES: Record<string, Outcome['effect']> = {
  unverified: 'keep',
  repaired: 'replace',
  new: 'add',
  cancelled: 'none',
}

/** Messages under which rules over the register speak of a case of their own. */
const SET_MESSAGES: Readonly<Record<string, string>> = {
  nikElsewhere: 'elsewhere',
  kkElsewhere: 'elsewhere',
  namesake: 'namesake',
  sharedAccount: 'shared_account',
}

/** Instrument, rules, outcomes and words of a verification module, checked against each other. */
export function checkVerification(plugin: AnyPlugin, contribution: VerificationContribution, fail: Fail): void {
  for (const key of VERIFICATION_PERMISSIONS) {
    if (!(key in plugin.permissions))
      fail(`lacks the permission "${key}" that the pages of the cycle ask for.`, 'Declare it in plugin.ts.')
  }
  checkInstrument(contribution.instrument, plugin.name, fail)
  checkRules(plugin.name, contribution, fail)
  checkOutcomes(contribution, fail)
  checkWords(contribution, fail)
}

function checkRules(module: string, { rules, outcomes, setRules, instrument }: VerificationContribution, fail: Fail) {
  const form = new RegExp(`^${module.toUpperCase()}-R\\d{2,3}$`)
  const codes = rules.map(({ code }) => code)
  for (const code of repeated(codes)) fail(`the rule ${code} is declared twice.`, 'A code is given once and for ever.')
  for (const { code, title, message, messages = {}, source, outcomes: only = [], check, setBased } of rules) {
    if (!form.test(code)) fail(`the rule code "${code}" is not of the form ${module.toUpperCase()}-R01.`, 'Correct it.')
    checkLabel(`the title of ${code}`, title, fail)
    for (const [name, text] of [['message', message] as const, ...Object.entries(messages)]) {
      checkLabel(`the message "${name}" of ${code}`, text, fail)
      if (placeholders(text.id) !== placeholders(text.en)) {
        fail(`the message "${name}" of ${code} has other {placeholders} in English.`, 'Use the same ones in both languages.')
      }
    }
    if (!source?.trim()) fail(`the rule ${code} names no source.`, 'Name the regulation, or block and number of the form.')
    if (!check && !setBased) fail(`the rule ${code} checks nothing.`, 'Give check, or setBased: true.')
    for (const outcome of only) {
      if (!outcomes.some((known) => known.code === outcome))
        fail(`the rule ${code} looks at the outcome "${outcome}", which does not exist.`, 'Correct it.')
    }
  }
  if (setRules?.sharedCard && !instrument.summary.cards?.some(({ group }) => !group)) {
    fail('setRules.sharedCard compares a card that no record has.', 'Name a variable of the record in summary.cards.')
  }
  if (setRules?.sharedAccount && !instrument.summary.account) {
    fail('setRules.sharedAccount compares an account that no record has.', 'Name a variable of the record in summary.account.')
  }
  for (const [kind, code] of Object.entries(setRules ?? {})) {
    const rule = rules.find((candidate) => candidate.code === code && candidate.setBased)
    const message = SET_MESSAGES[kind]
    if (!rule) fail(`setRules names ${code}, which is no set-based rule.`, 'Declare it among the rules with setBased: true.')
    else if (message && !rule.messages?.[message]) {
      fail(`setRules.${kind} names ${code}, which has no message "${message}".`, 'Add it to the messages of the rule.')
    }
  }
}

function placeholders(text: Text['id']) {
  return [...new Set(text?.match(/\{[a-zA-Z_]+\}/g) ?? [])].sort().join(' ')
}

function checkOutcomes({ outcomes, instrument }: VerificationContribution, fail: Fail) {
  for (const code of repeated(outcomes.map((outcome) => outcome.code)))
    fail(`the outcome "${code}" is declared twice.`, 'Remove one.')
  for (const { code, label, ground } of outcomes) {
    checkLabel(`the outcome "${code}"`, label, fail)
    if (ground) checkLabel(`the ground of the outcome "${code}"`, ground.text, fail)
    for (const fact of ground?.facts ?? []) {
      if (!instrument.root.variables.some(({ name }) => name === fact))
        fail(`the outcome "${code}" rests on "${fact}", which the root does not have.`, 'Name variables of the root.')
    }
  }
  for (const [code, effect] of Object.entries(CYCLE_OUTCOMES)) {
    const found = outcomes.find((outcome) => outcome.code === code)
    if (!found) fail(`lacks the outcome "${code}" that the cycle gives.`, `Declare it with effect: '${effect}'.`)
    else if (found.effect !== effect)
      fail(`the outcome "${code}" has the effect "${found.effect}".`, `Write effect: '${effect}'.`)
  }
  if (outcomes.some(({ code, selectable }) => code === 'unverified' && selectable)) {
    fail('the outcome "unverified" can be chosen, but it is derived.', 'Write selectable: false.')
  }
}

function checkWords({ words, english, recap, paths, letter }: VerificationContribution, fail: Fail) {
  const nouns = [words, english].flatMap((said) =>
    said ? [said.title, said.repairs, said.additions, said.record.one, said.record.many, said.person.one, said.person.many] : '',
  )
  if ([...nouns, words.short, letter.subject, letter.body, letter.list].some((word) => !word?.trim())) {
    fail('a word of the module or its letter is empty.', 'Fill in words, english and letter.')
  }
  const limits = recap.deciles.map(({ upTo }) => upTo)
  if (limits.some((limit, index) => index > 0 && limit <= limits[index - 1])) {
    fail('the bands of the recap are not in rising order.', 'Sort recap.deciles by upTo.')
  }
  if (paths.changes && ![words, english].every((said) => said?.changes?.trim())) {
    fail('the list of what was touched has an address, but no title.', 'Fill in words.changes and english.changes.')
  }
  const slugs = Object.values(paths)
  for (const slug of slugs)
    if (!/^[a-z][a-z-]*$/.test(slug)) fail(`the page path "${slug}" is not lower-case letters and hyphens.`, 'Correct it.')
  for (const slug of repeated(slugs)) fail(`the page path "${slug}" is used twice.`, 'Give each page its own.')
}
