import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CORE_PATHS } from '#kernel/checks/manifest'

/** The list of installed modules, relative to the project. */
export const LIST = 'config/plugins.ts'

const END = '} satisfies InstalledPlugins'
const lineOf = (name: string) => `  ${name}: () => import('#plugins/${name}/plugin'),\n`

/** Whether no other plugin of the project in `root` may have the name: an address of the core, a folder, or a line of the list has it. */
export async function isTaken(root: string, name: string): Promise<boolean> {
  if (CORE_PATHS.includes(name) || existsSync(join(root, 'plugins', name))) return true
  return (await readFile(join(root, LIST), 'utf8')).includes(`plugins/${name}/`)
}

/** Adds the line of a module at the end, where it may require all others. */
export async function addLine(root: string, name: string): Promise<void> {
  await change(root, (list) => list.replace(END, `${lineOf(name)}${END}`))
}

/** Takes the line of a module out. The answer is false where it is not written as this project writes it. */
export async function takeLine(root: string, name: string): Promise<boolean> {
  return change(root, (list) => list.replace(lineOf(name), ''))
}

async function change(root: string, edit: (list: string) => string): Promise<boolean> {
  const list = await readFile(join(root, LIST), 'utf8')
  const edited = edit(list)
  if (edited !== list) await writeFile(join(root, LIST), edited)
  return edited !== list
}
