/** Door 3: what the tests of a plugin may use beside the two other doors, as `#core/testing`. Named exports only. */
export { pluginContract } from '#tests/support/contract/plugin_contract'
export { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
export { inScope, regencyForTest, type TestRegency } from '#tests/support/places'
export { amount } from '#tests/support/amounts'
export { dictionaryMarkdown, listVariables } from '#verification/dictionary'
export { applies, evaluate, fromVariant, variableOf } from '#verification/engine'
export { message } from '#verification/message'
