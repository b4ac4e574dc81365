/** Door 3: what the tests of a plugin may use beside the two other doors, as `#core/testing`. Named exports only. */
export { dictionaryMarkdown, listVariables } from '#verification/dictionary'
export { applies, evaluate, fromVariant, variableOf } from '#verification/engine'
export { message } from '#verification/message'
