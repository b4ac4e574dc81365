import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Complain, Complaint } from '#kernel/errors'
import type { AnyPlugin, Lazy } from '#kernel/manifest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const RENDERED = /(?:\brender(?:Sync)?\(\s*|@include\(|@!?component\()['"`]([a-z0-9]+)::([\w/-]+)['"`]/g
/** Whole keys only: one that is put together from parts is not followed. */
const WORDS = /(?:i18n\.|(?<![\w$.']))t\(\s*['"]([a-z0-9_]+(?:\.[a-zA-Z0-9_]+)+)['"]\s*[,)]/g
/** Acts written out in full, as `activity(tx, { action: 'mou.reminded', … })` has them. */
const ACTIVITY = /\baction: ['"]([a-z0-9]+)\.([\w.]+)['"]/g

/** What only opening every door and reading every file of a plugin can show: `plugin:doctor` and `pluginContract` ask it. */
export async function diagnose(plugin: AnyPlugin, shown: string, hasWord: (key: string) => boolean): Promise<Complaint[]> {
  const complaints: Complaint[] = []
  const complain: Complain = (file, problem, cure) => complaints.push({ file, problem, cure })
  await openDoors(plugin, shown, complain)
  for (const key of declaredWords(plugin)) if (!hasWord(key)) lackWords(complain, `${shown}/plugin.ts`, key, shown)
  readStrings(plugin, shown, hasWord, complain)
  return complaints
}

async function openDoors(plugin: AnyPlugin, shown: string, complain: Complain) {
  for (const [what, load] of [...doors(plugin), ...(await doorsOfCycle(plugin))]) {
    try {
      const { default: opened } = await load()
      if (!opened) complain(`${shown}/plugin.ts`, `${what} has no default export.`, 'Export it as default.')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      complain(`${shown}/plugin.ts`, `${what} could not be opened: ${reason}.`, 'Correct the import.')
    }
  }
}

/** What a verification module opens only when it is needed. One that cannot be opened itself is told of already. */
async function doorsOfCycle({ verification }: AnyPlugin): Promise<[what: string, load: Lazy<unknown>][]> {
  const contribution = await verification?.().then(
    (opened) => opened.default,
    () => null,
  )
  return (['cycle', 'sample'] as const).flatMap((name): [string, Lazy<unknown>][] => {
    const load = contribution?.[name]
    return load ? [[name, load]] : []
  })
}

function doors(plugin: AnyPlugin): [what: string, load: Lazy<unknown>][] {
  const of = (kind: string, items: readonly { id: string; load: Lazy<unknown> }[] = []) =>
    items.map(({ id, load }): [string, Lazy<unknown>] => [`${kind} "${id}"`, load])
  return [
    ...(plugin.routes ? [['routes', plugin.routes] as [string, Lazy<unknown>]] : []),
    ...(plugin.verification ? [['verification', plugin.verification] as [string, Lazy<unknown>]] : []),
    ...(['dataAccess', 'tasks', 'nightly', 'demo', 'personCard'] as const).flatMap((name): [string, Lazy<unknown>][] => {
      const load = plugin[name]
      return load ? [[name, load]] : []
    }),
    ...(plugin.commands ?? []).map((load, index): [string, Lazy<unknown>] => [`command ${index + 1}`, load]),
    ...of('widget', plugin.widgets),
    ...of('job', plugin.jobs),
    ...of('map layer', plugin.mapLayers),
    ...of('chart', plugin.charts),
    ...of('load', plugin.loads),
    ...Object.entries(plugin.listens ?? {}).map(([event, load]): [string, Lazy<unknown>] => [`listener of "${event}"`, load]),
  ]
}

/** Keys of what the manifest shows: a reader of English would find the Indonesian title where one is missing. */
function declaredWords({ name, menu, permissions, widgets, charts, mapLayers, loads }: AnyPlugin): string[] {
  const of = (kind: string, items: readonly { id: string }[] = []) => items.map(({ id }) => `${name}.${kind}.${id}`)
  return [
    ...(menu ? [`${name}.menu.title`, ...menu.items.map(({ route }) => route.replace('.', '.menu.'))] : []),
    ...Object.keys(permissions).map((right) => `${name}.right.${right}`),
    ...[...of('widget', widgets), ...of('chart', charts), ...of('map', mapLayers), ...of('load', loads)],
  ]
}

function lackWords(complain: Complain, file: string, key: string, shown: string) {
  complain(file, `asks for the words "${key}", which no catalogue has.`, `Add them to ${shown}/lang/id.json and en.json.`)
}

/** Views and words are strings, so that a slip shows only here: each view that is rendered exists, each key has words. */
function readStrings(plugin: AnyPlugin, shown: string, hasWord: (key: string) => boolean, complain: Complain) {
  for (const file of globSync('**/*.{ts,edge}', { cwd: join(ROOT, shown), exclude: ['tests/**'] })) {
    const text = readFileSync(join(ROOT, shown, file), 'utf8')
    for (const [, disk, view] of text.matchAll(RENDERED)) {
      if (disk === plugin.name && !existsSync(join(ROOT, shown, 'views', `${view}.edge`))) {
        complain(`${shown}/${file}`, `renders "${disk}::${view}", which does not exist.`, `Make ${shown}/views/${view}.edge.`)
      }
    }
    for (const [, owner, act] of text.matchAll(ACTIVITY)) {
      const key = `${owner}.activity.${act}`
      if (owner === plugin.name && !hasWord(key)) lackWords(complain, `${shown}/${file}`, key, shown)
    }
    for (const [, key] of text.matchAll(WORDS)) {
      if (!hasWord(key)) lackWords(complain, `${shown}/${file}`, key, shown)
    }
  }
}
