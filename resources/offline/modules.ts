import installed from 'virtual:offline-modules'
import type { OfflineModule } from './module.js'

export { impliedFor, outcomesFor, type OfflineModule } from './module.js'

export const modules: readonly OfflineModule[] = installed

export function moduleOf(name: string): OfflineModule {
  const found = modules.find((module) => module.name === name)
  if (!found) throw new Error(`Module "${name}" is not part of this application.`)
  return found
}
