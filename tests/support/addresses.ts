import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { registry } from '#kernel/registry'
import type User from '#models/user'
import { projectFiles, ROOT } from './import_graph.js'

/** One regency whose BDT is open, with its supervisor, in which a plugin makes one of everything that its addresses name. */
export interface AddressPlace {
  regency: string
  /** A village of the regency. */
  village: string
  supervisor: User
  /** Numbers of persons of the BDT there. */
  niks: readonly string[]
}

/** What each parameter of an address pattern stands for, by its name. */
export type AddressParameters = (pattern: string) => Record<string, string>

/** Default export of `plugins/<name>/tests/addresses.ts`: makes what the plugin's addresses can name. */
export type AddressFixture = (place: AddressPlace) => Promise<AddressParameters>

/** What the parameters of every plugin's addresses stand for in a regency, by the first part of their path. */
export async function pluginAddresses(place: AddressPlace): Promise<Map<string, AddressParameters>> {
  const found = new Map<string, AddressParameters>()
  for (const file of projectFiles(['plugins/*/tests/addresses.ts']).sort()) {
    const { default: make } = (await import(pathToFileURL(join(ROOT, file)).href)) as { default: AddressFixture }
    const name = file.split('/')[1]!
    found.set(registry.find(name)?.path ?? name, await make(place))
  }
  return found
}
