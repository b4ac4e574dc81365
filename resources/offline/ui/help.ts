import { nounsOf } from '#verification/nouns'
import { modules } from '../modules.js'
import { manual } from '../words/manual.js'
import { fingerprint } from './fingerprint.js'
import { app } from './state.js'

/** Help and the operator's manual, inside the file. */
export function helpScreen() {
  return {
    hash: fingerprint(),
    get parts() {
      return manual(app.locale)
    },
    get modules() {
      return modules.map((module) => `${nounsOf(module, app.locale).title}, ${module.instrument.version}`).join('; ')
    },
  }
}
