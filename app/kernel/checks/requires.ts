import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import semver from 'semver'
import type { AnyPlugin } from '#kernel/manifest'
import type { Complain } from '#kernel/errors'

/** Version of the three doors; a plugin's `requires.core` is checked against it. */
export const CORE_VERSION = '1.0.0'

const require = createRequire(import.meta.url)

/** Core version, other plugins (installed, listed before, right version, no circle) and npm packages that a plugin needs. */
export function checkRequires(plugin: AnyPlugin, listed: readonly AnyPlugin[], file: string, complain: Complain): void {
  const fail = (problem: string, cure: string) => complain(file, problem, cure)
  const { core, plugins = {}, npm = [] } = plugin.requires
  if (!semver.validRange(core)) fail(`requires.core "${core}" is not a version range.`, `Write "^${CORE_VERSION}".`)
  else if (!semver.satisfies(CORE_VERSION, core)) {
    fail(`requires core ${core}, but this is ${CORE_VERSION}.`, 'Adapt the plugin to this core, then correct requires.core.')
  }
  const position = listed.indexOf(plugin)
  for (const [needed, range] of Object.entries(plugins)) {
    const found = listed.find(({ name }) => name === needed)
    if (!found) {
      fail(
        `requires "${needed}" ${range}, which is not installed.`,
        `Add "${needed}" to config/plugins.ts, above "${plugin.name}".`,
      )
      continue
    }
    const circle = circleThrough(plugin, found, listed)
    if (circle) {
      fail(
        `requires "${needed}" in a circle: ${circle.join(' → ')}.`,
        'Move what both need into one of them, or let one listen to an event of the other.',
      )
    } else if (listed.indexOf(found) > position) {
      fail(
        `requires "${needed}" ${range}, but config/plugins.ts lists it after "${plugin.name}".`,
        `Move the "${needed}" line up.`,
      )
    }
    if (!semver.validRange(range)) fail(`requires "${needed}" in "${range}", which is not a version range.`, 'Write "^1.0.0".')
    else if (!semver.satisfies(found.version, range)) {
      fail(`requires "${needed}" ${range}, but ${found.version} is installed.`, 'Update one of the two.')
    }
  }
  checkListens(plugin, listed, fail)
  for (const name of npm) {
    if (!isInstalled(name)) {
      fail(`requires the npm package "${name}", which is not installed.`, `Run: npm install --save-exact ${name}`)
    }
  }
}

/** A module hears only what a module that it requires declares to tell, and the pages for it are those of a verification module. */
function checkListens(
  { listens = {}, requires, verification }: AnyPlugin,
  listed: readonly AnyPlugin[],
  fail: (problem: string, cure: string) => void,
) {
  for (const event of Object.keys(listens)) {
    const [name = '', short = ''] = event.split('.')
    if (!verification)
      fail(`listens to "${event}", but is no verification module.`, 'Only records of a register can be changed by it.')
    if (!(name in (requires.plugins ?? {}))) {
      fail(`listens to "${event}", but does not require "${name}".`, `Add it to requires.plugins.`)
    } else if (!listed.find((other) => other.name === name)?.emits?.includes(short)) {
      fail(`listens to "${event}", which "${name}" does not tell.`, `Name one of its events, or declare it in its emits.`)
    }
  }
}

/** Also where the application runs from `build/` and its packages lie in the folder above. */
function isInstalled(name: string): boolean {
  return (require.resolve.paths(name) ?? []).some((folder) => existsSync(join(folder, name, 'package.json')))
}

/** The way from `start` over `next` back to `start`, as names; null where there is none. */
function circleThrough(start: AnyPlugin, next: AnyPlugin, listed: readonly AnyPlugin[]): string[] | null {
  const walk = (plugin: AnyPlugin, way: string[]): string[] | null => {
    if (plugin === start) return [...way, start.name]
    if (way.includes(plugin.name)) return null
    for (const name of Object.keys(plugin.requires.plugins ?? {})) {
      const found = listed.find((other) => other.name === name)
      const circle = found ? walk(found, [...way, plugin.name]) : null
      if (circle) return circle
    }
    return null
  }
  return walk(next, [start.name])
}
